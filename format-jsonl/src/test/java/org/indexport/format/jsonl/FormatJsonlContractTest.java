package org.indexport.format.jsonl;

import java.util.Set;
import net.jqwik.api.Arbitrary;
import org.indexport.DumpHeader;
import org.indexport.IndexInfo;
import org.indexport.ReadOptions;
import org.indexport.spi.DumpFormat;
import org.indexport.spi.FormatTrait;
import org.indexport.testkit.DumpContent;
import org.indexport.testkit.DumpFormatContract;
import org.indexport.testkit.Protection;

/** The contract of formats for one plain file, which holds one index. */
class FormatJsonlContractTest extends DumpFormatContract {
  @Override
  public DumpFormat format() {
    return new FormatJsonl();
  }

  @Override
  public Set<FormatTrait> traits() {
    return Set.of(FormatTrait.WRITABLE);
  }

  @Override
  public String outputName() {
    return "out.jsonl";
  }

  @Override
  public Protection protection() {
    return Protection.NONE;
  }

  /** In an option a slash ends a namespace. */
  @Override
  public Arbitrary<DumpContent> dumps() {
    return super.dumps()
        .filter(
            content ->
                content.header().indexes().stream()
                    .allMatch(index -> index.name().name().indexOf('/') < 0));
  }

  @Override
  public ReadOptions readOptions(DumpHeader written) {
    IndexInfo only = written.indexes().get(0);
    return ReadOptions.DEFAULT.with(FormatJsonl.INDEX, only.name().name());
  }
}
