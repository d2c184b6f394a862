package org.indexport.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import java.util.stream.Collectors;

/** What users see of the library keeps its promises of names and types. */
@AnalyzeClasses(packages = "org.indexport", importOptions = ImportOption.DoNotIncludeTests.class)
class PublicApiTest {
  @ArchTest
  static final ArchRule SIGNATURES_OF_CORE_NAME_NO_FOREIGN_TYPES =
      codeUnits()
          .that()
          .areDeclaredInClassesThat()
          .resideInAnyPackage(
              "org.indexport",
              "org.indexport.files",
              "org.indexport.io",
              "org.indexport.json",
              "org.indexport.layout",
              "org.indexport.lifecycle",
              "org.indexport.schema",
              "org.indexport.spi",
              "org.indexport.tar",
              "org.indexport.transfer")
          .should(nameOnlyOwnTypes());

  @ArchTest
  static final ArchRule NAMES_EXPLAIN_THEMSELVES =
      noClasses()
          .should()
          .haveNameMatching(".*(Utils?|Impl|Helper|Manager|Abstract[A-Z]\\w*)")
          .because("a name says what a type is");

  @ArchTest
  static final ArchRule RECORDS_HAVE_NO_GETTERS =
      classes().that().areRecords().should(haveNoGetters());

  private static ArchCondition<JavaCodeUnit> nameOnlyOwnTypes() {
    return new ArchCondition<>("name only types of the JDK and of this project") {
      @Override
      public void check(JavaCodeUnit unit, ConditionEvents events) {
        if (!isVisible(unit)) {
          return;
        }
        Set<String> foreign =
            unit.getAllInvolvedRawTypes().stream()
                .map(JavaClass::getPackageName)
                .filter(name -> !name.isEmpty())
                .filter(name -> !name.startsWith("java."))
                .filter(name -> !name.startsWith("org.indexport"))
                .collect(Collectors.toSet());
        if (!foreign.isEmpty()) {
          events.add(SimpleConditionEvent.violated(unit, unit.getFullName() + " names " + foreign));
        }
      }
    };
  }

  private static boolean isVisible(JavaCodeUnit unit) {
    Set<JavaModifier> modifiers = unit.getModifiers();
    return unit.getOwner().getModifiers().contains(JavaModifier.PUBLIC)
        && (modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED))
        && !modifiers.contains(JavaModifier.SYNTHETIC);
  }

  private static ArchCondition<JavaClass> haveNoGetters() {
    return new ArchCondition<>("have no getters") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        for (JavaMethod method : type.getMethods()) {
          if (method.getName().matches("get[A-Z].*")) {
            events.add(SimpleConditionEvent.violated(method, method.getFullName()));
          }
        }
      }
    };
  }
}
