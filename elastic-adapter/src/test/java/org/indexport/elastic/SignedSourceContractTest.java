package org.indexport.elastic;

import java.io.IOException;
import java.util.Map;
import org.indexport.spi.EngineSource;

/** A server that answers only who signs: every request of reading is signed as it goes out. */
class SignedSourceContractTest extends ElasticSourceContractTest {
  /** What the connector is asked for; the verifier has the same. */
  static final Map<String, String> OPTIONS =
      Map.of(
          "aws", "sigv4",
          "aws-region", "eu-central-1",
          "aws-service", "aoss",
          "aws-access-key-id", "AKID",
          "aws-secret-access-key", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
          "aws-session-token", "t0ken");

  static SignatureVerifier verifier() {
    return new SignatureVerifier(
        "AKID", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "eu-central-1", "aoss");
  }

  @Override
  FakeCluster cluster() throws IOException {
    FakeCluster cluster = new FakeCluster(Cluster.Engine.OPENSEARCH, "2.19.6");
    cluster.requireSignatures(verifier());
    return cluster;
  }

  @Override
  EngineSource open(String uri) throws IOException {
    return new ElasticConnector().openSource(uri, OPTIONS);
  }
}
