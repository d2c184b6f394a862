package org.indexport.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.indexport.CorruptDumpException;
import org.indexport.IndexName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemberNamesTest {
  private static Member.Role roleOf(String path) throws CorruptDumpException {
    return MemberNames.roleOf("x.dump", path);
  }

  @Test
  void whatIsWrittenIsUnderstood() throws CorruptDumpException {
    IndexName index = IndexName.of("nyc", "../taxi rides");
    String folder = MemberNames.sectionFolder(3, "api keys");
    assertThat(roleOf(MemberNames.METADATA)).isEqualTo(new Member.Metadata());
    assertThat(roleOf(MemberNames.MANIFEST)).isEqualTo(new Member.Closing());
    assertThat(roleOf(MemberNames.index(index))).isEqualTo(new Member.Index(index));
    assertThat(roleOf(MemberNames.documents(index, 0))).isEqualTo(new Member.Documents(index, 1));
    assertThat(roleOf(MemberNames.documents(index, 12_345_678)))
        .isEqualTo(new Member.Documents(index, 12_345_679));
    assertThat(roleOf(MemberNames.section(folder))).isEqualTo(new Member.SectionHead(folder));
    assertThat(roleOf(MemberNames.content(folder, 7, "json")))
        .isEqualTo(new Member.SectionContent(folder, 7));
    assertThat(roleOf(MemberNames.attachment(folder, "a b", 2)))
        .isEqualTo(new Member.SectionAttachment(folder, "a%20b", 2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"readme.txt", "indexes/a/notes.txt", "sections/x", "indexes/a/b/c/index.json"})
  void othersArePassedOver(String path) throws CorruptDumpException {
    assertThat(roleOf(path)).isEqualTo(new Member.Other());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "indexes/a/documents-1.jsonl",
        "indexes/a/documents-000001.json",
        "indexes/%zz/index.json",
        "sections/1/content-1.json",
        "sections/1/attachments/a/x"
      })
  void whatIsNearlyOneIsRefused(String path) {
    assertThatThrownBy(() -> roleOf(path))
        .isInstanceOf(CorruptDumpException.class)
        .hasMessageContaining(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "indexes/a/documents-0000001.jsonl",
        "indexes/a/documents-000000.jsonl",
        "indexes/%61/index.json",
        "indexes/a%2fb/index.json",
        "sections/1/content-0000001.json",
        "sections/1/content-000000.json",
        "sections/1/attachments/%61/000001",
        "sections/1/attachments/a%zz/000001",
        "sections/1/attachments/a/0000001",
        "sections/1/attachments/a/000000"
      })
  void otherSpellingsAreRefusedWhereAskedFor(String path) {
    assertThatThrownBy(() -> MemberNames.exactRoleOf("x.dump", path))
        .isInstanceOf(CorruptDumpException.class)
        .hasMessageContaining(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "metadata.json",
        "indexes/a%2Fb/index.json",
        "indexes/a/documents-1234567.jsonl",
        "sections/1-x/section.json",
        "sections/1-x/content-000001.bin",
        "sections/1-x/attachments/%2Ea/000002",
        "unknown/x"
      })
  void theExactSpellingIsTheSame(String path) throws IOException {
    assertThat(MemberNames.exactRoleOf("x.dump", path)).isEqualTo(roleOf(path));
  }

  @Test
  void namesThatReadersWouldRefuseAreNotWritten() {
    MemberNames.checkLength("x".repeat(1_000));
    assertThatThrownBy(() -> MemberNames.checkLength("x".repeat(4_000)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
