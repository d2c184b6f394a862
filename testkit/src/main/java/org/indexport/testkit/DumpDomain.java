package org.indexport.testkit;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.DomainContextBase;
import org.indexport.DumpHeader;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Settings;

/**
 * Lets properties take the types of the model as parameters:
 * {@code @Property @Domain(DumpDomain.class) void holds(@ForAll DumpHeader header)}. Texts that are
 * JSON need an arbitrary of {@link JsonArbitraries} by name, since any string would do otherwise.
 */
public class DumpDomain extends DomainContextBase {
  /** For jqwik. */
  public DumpDomain() {}

  /** Names. */
  @Provide
  public Arbitrary<IndexName> indexNames() {
    return DumpArbitraries.indexNames();
  }

  /** Settings. */
  @Provide
  public Arbitrary<Settings> settings() {
    return DumpArbitraries.settings();
  }

  /** Indexes. */
  @Provide
  public Arbitrary<IndexInfo> indexInfos() {
    return DumpArbitraries.indexInfos();
  }

  /** Headers. */
  @Provide
  public Arbitrary<DumpHeader> headers() {
    return DumpArbitraries.headers();
  }

  /** Sections of the instance. */
  @Provide
  public Arbitrary<SectionContent> sections() {
    return DumpArbitraries.sections();
  }
}
