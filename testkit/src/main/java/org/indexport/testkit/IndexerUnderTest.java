package org.indexport.testkit;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Lines;
import org.indexport.spi.Indexer;
import org.indexport.spi.NamespaceSupport;

/** What {@link IndexerContract} needs to know of an indexer. */
public interface IndexerUnderTest {
  /**
   * Opens an indexer on the engine of this test, which holds nothing at first. The test closes it;
   * it opens another one afterwards to go on with what is there.
   *
   * @throws IOException if that fails
   */
  Indexer open() throws IOException;

  /**
   * The documents of an index by id, as a user of the engine finds them, without the indexer's
   * help. Empty where there is no such index.
   *
   * @throws IOException if reading fails
   */
  Map<String, String> contents(IndexName index) throws IOException;

  /**
   * The documents by id that would be there if the machine had failed at this moment: without
   * closing the open indexer, and without disturbing it.
   *
   * @throws IOException if reading fails
   */
  Map<String, String> contentsAfterCrash(IndexName index) throws IOException;

  /**
   * An index to be loaded, with settings if the engine needs some. By default its documents' ids
   * lie beside them.
   */
  default IndexInfo index(IndexName name) {
    return IndexInfo.builder(name).lines(Lines.ENVELOPE).build();
  }

  /**
   * An index whose name is suitable for the engine.
   *
   * @throws IOException if the engine fails
   */
  default IndexInfo index(String name) throws IOException {
    try (Indexer indexer = open()) {
      return index(
          indexer.namespaces() == NamespaceSupport.REQUIRED
              ? IndexName.of("space", name)
              : IndexName.of(name));
    }
  }

  /** Names that the engine takes; {@link DumpArbitraries#hostileNames()} if it takes any. */
  default List<String> names() {
    return DumpArbitraries.hostileNames();
  }

  /** Documents that the engine takes; {@link HostileDocuments#all()} if it takes any. */
  default List<String> sources() {
    return HostileDocuments.all();
  }

  /** Ids that the engine takes, all of them different. */
  default Set<String> ids() {
    return Set.of(
        "1",
        "01",
        "-1",
        "a",
        "A",
        " ",
        " a",
        "a ",
        "a b",
        "a/b",
        "..",
        "a\\b",
        "a%2Fb",
        "\"",
        "'",
        "\u00e9",
        "e\u0301",
        "\u65e5\u672c",
        "\ud83d\ude00",
        "_id",
        "null",
        "true",
        "\n",
        "\t",
        "+",
        "&?#",
        "x".repeat(512));
  }

  /** A document that the engine never takes; text that is not JSON by default. */
  default String unacceptable() {
    return "{\"broken\":}";
  }

  /**
   * What two sources have in common that are the same to the engine. By default sources keep their
   * bytes; an engine that writes them anew compares a canonical form.
   */
  default String comparable(String source) {
    return source;
  }
}
