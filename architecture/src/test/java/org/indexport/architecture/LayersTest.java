package org.indexport.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom: everybody the core, the core nobody, formats no adapters and no formats. */
@AnalyzeClasses(packages = "org.indexport", importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {
  private static final String[] CORE = {
    "org.indexport",
    "org.indexport.bytes",
    "org.indexport.files",
    "org.indexport.http",
    "org.indexport.io",
    "org.indexport.json",
    "org.indexport.layout",
    "org.indexport.lifecycle",
    "org.indexport.schema",
    "org.indexport.spi",
    "org.indexport.tar",
    "org.indexport.transfer"
  };
  private static final String[] FORMATS = {"org.indexport.format.."};
  private static final String[] ADAPTERS = {
    "org.indexport.elastic..", "org.indexport.kuzzle..", "org.indexport.lucene.."
  };
  private static final String[] TOOLS = {"org.indexport.testkit..", "org.indexport.cli.."};

  @ArchTest
  static final ArchRule CORE_KNOWS_NOBODY =
      noClasses()
          .that()
          .resideInAnyPackage(CORE)
          .should()
          .dependOnClassesThat(
              resideInAPackage("org.indexport..").and(not(resideInAnyPackage(CORE))));

  @ArchTest
  static final ArchRule FORMATS_KNOW_NO_ADAPTERS =
      noClasses()
          .that()
          .resideInAnyPackage(FORMATS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(ADAPTERS);

  @ArchTest
  static final ArchRule ADAPTERS_KNOW_NO_FORMATS =
      noClasses()
          .that()
          .resideInAnyPackage(ADAPTERS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(FORMATS);

  @ArchTest
  static final ArchRule ADAPTERS_DO_NOT_KNOW_EACH_OTHER =
      slices().matching("org.indexport.(elastic|kuzzle|lucene)..").should().notDependOnEachOther();

  @ArchTest
  static final ArchRule FORMATS_DO_NOT_KNOW_EACH_OTHER =
      slices().matching("org.indexport.format.(*)..").should().notDependOnEachOther();

  @ArchTest
  static final ArchRule DIALECTS_KNOW_ONLY_THE_CORE =
      noClasses()
          .that()
          .resideInAPackage("org.indexport.dialects..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("org.indexport..")
                  .and(not(resideInAnyPackage(CORE)))
                  .and(not(resideInAPackage("org.indexport.dialects.."))));

  @ArchTest
  static final ArchRule THE_SEEKABLE_FORMAT_KNOWS_NOBODY =
      noClasses()
          .that()
          .resideInAPackage("org.indexport.zstd..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("org.indexport..")
                  .and(not(resideInAPackage("org.indexport.zstd.."))));

  @ArchTest
  static final ArchRule NOBODY_BUILDS_ON_TOOLS =
      noClasses()
          .that()
          .resideOutsideOfPackages(TOOLS)
          .and()
          .resideInAPackage("org.indexport..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(TOOLS);
}
