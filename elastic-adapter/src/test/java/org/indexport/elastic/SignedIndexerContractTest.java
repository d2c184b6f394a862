package org.indexport.elastic;

import java.io.IOException;
import org.indexport.spi.Indexer;

/** A server that answers only who signs: every request of loading is signed as it goes out. */
class SignedIndexerContractTest extends ElasticIndexerContractTest {
  @Override
  FakeTarget target() throws IOException {
    FakeTarget target = FakeTarget.opensearch();
    target.requireSignatures(SignedSourceContractTest.verifier());
    return target;
  }

  @Override
  Indexer open(FakeTarget target) throws IOException {
    return target.open(SignedSourceContractTest.OPTIONS);
  }
}
