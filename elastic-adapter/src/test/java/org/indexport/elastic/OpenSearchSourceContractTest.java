package org.indexport.elastic;

import java.io.IOException;

class OpenSearchSourceContractTest extends ElasticSourceContractTest {
  @Override
  FakeCluster cluster() throws IOException {
    return new FakeCluster(Cluster.Engine.OPENSEARCH, "2.19.6");
  }
}
