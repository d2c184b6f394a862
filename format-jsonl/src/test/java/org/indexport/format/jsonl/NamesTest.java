package org.indexport.format.jsonl;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import org.indexport.IndexName;
import org.indexport.testkit.DumpDomain;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {
  @ParameterizedTest
  @CsvSource({
    "movies.jsonl, movies",
    "movies.ndjson, movies",
    "movies.json, movies",
    "movies.JSON.GZ, movies",
    "movies.jsonl.zst, movies",
    "movies.gz, movies",
    "movies, movies",
    "my.movies.v2.jsonl, my.movies.v2",
    "a%2Fb.jsonl, a/b",
    "caf%c3%a9.jsonl, café",
    "café.jsonl, café",
    "100%.jsonl, 100%",
    "%FF.jsonl, %FF",
  })
  void filesNameIndexes(String file, String index) {
    assertThat(FileNames.index(file)).isEqualTo(IndexName.of(index));
  }

  @Property
  @Domain(DumpDomain.class)
  @Domain(DomainContext.Global.class)
  void whatWasWrittenIsReadBack(@ForAll IndexName name, @ForAll Compression compression) {
    IndexName flat = IndexName.of(name.name());
    String file = FileNames.of(flat, compression);
    assertThat(FileNames.isKnown(file)).isTrue();
    assertThat(FileNames.index(file)).isEqualTo(flat);
    assertThat(Compression.ofName(file)).isEqualTo(compression);
  }
}
