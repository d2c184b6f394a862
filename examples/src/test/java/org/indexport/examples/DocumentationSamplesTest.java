package org.indexport.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What documents show as Java is compiled and tested: it is found in this module's sources. */
class DocumentationSamplesTest {
  @TempDir Path root;

  @BeforeEach
  void aSource() throws IOException {
    write(
        "examples/src/main/java/Sample.java",
        """
        class Sample {
          void greet(String name) {
            System.out.println(
                "hello " + name);
          }
        }
        """);
  }

  @Test
  void everySampleOfThisProjectIsCompiled() throws IOException {
    assertThat(new DocumentationSamples(ProjectRoot.PATH).unknown()).isEmpty();
  }

  @Test
  void projectsWithoutDocumentsAreFine() throws IOException {
    assertThat(unknown()).isEmpty();
  }

  @Test
  void blanksAndLineBreaksMakeNoDifference() throws IOException {
    write(
        "README.md",
        """
        # Hello

        1. So:

           ```java
           void greet(String name) {
             System.out.println("hello " + name);
           }
           ```
        """);
    assertThat(unknown()).isEmpty();
  }

  @Test
  void otherLanguagesAreNotLookedAt() throws IOException {
    write("README.md", "```json\n{}\n```\n```javascript\nalert(1)\n```\n```\ntext\n```\n");
    assertThat(unknown()).isEmpty();
  }

  @Test
  void foreignSamplesAreFound() throws IOException {
    write("README.md", "```java\nSystem.out.println(\n```\ntext\n```java\nnoSuch();\n```\n");
    write("docs/format/v1.md", "text\n\n```java title=\"x\"\nclass Sample {\n}\n```\n");
    write("docs/guide.md", "~~~java\nnever();");

    assertThat(unknown())
        .containsExactly(
            "README.md line 5",
            Path.of("docs", "format", "v1.md") + " line 3",
            Path.of("docs", "guide.md") + " line 1");
  }

  @Test
  void anEmptySampleIsForeign() throws IOException {
    write("README.md", "```java\n\n```\n");
    assertThat(unknown()).containsExactly("README.md line 1");
  }

  private List<String> unknown() throws IOException {
    return new DocumentationSamples(root).unknown();
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
