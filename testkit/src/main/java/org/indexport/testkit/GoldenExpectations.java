package org.indexport.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.indexport.DocumentHasher;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Lines;
import org.indexport.Section.Sensitivity;
import org.indexport.Settings;
import org.indexport.json.JsonText;
import org.indexport.testkit.GoldenCase.Access;
import org.indexport.testkit.GoldenCase.Verdict;
import org.jspecify.annotations.Nullable;

/** The text of {@code expected.json}: what is in each golden file, for readers in any language. */
final class GoldenExpectations {
  private GoldenExpectations() {}

  static String of(GoldenFiles files) {
    String cases =
        files.cases().stream()
            .map(each -> golden(each, files.fileName(each.name())))
            .collect(Collectors.joining(",\n"));
    return "{\n\"format\": %s,\n\"cases\": [\n%s\n]\n}\n"
        .formatted(text(files.format().id()), cases);
  }

  private static String golden(GoldenCase golden, String file) {
    Members members =
        new Members(",\n  ")
            .text("name", golden.name())
            .text("file", file)
            .text("summary", golden.summary())
            .text("verdict", golden.verdict().id())
            .text("madeOf", golden.base())
            .add("onlyFromPath", golden.access() == Access.PATH ? "true" : null);
    if (golden.verdict() == Verdict.COMPLETE) {
      DumpContent content = golden.content();
      members
          .text("engine", content.header().engineName())
          .add(
              "namespaces", list(content.header().namespaces().stream().map(n -> text(n)).toList()))
          .add("indexes", lines(content.header().indexes().stream().map(i -> index(i, content))))
          .add("sections", lines(content.sections().stream().map(GoldenExpectations::section)));
    }
    return members.toString();
  }

  private static String index(IndexInfo index, DumpContent content) {
    List<DocumentContent> documents = content.documents(index.name());
    MessageDigest digest = sha256();
    long bytes = 0;
    for (DocumentContent document : documents) {
      byte[] source = document.json().getBytes(UTF_8);
      digest.update(source);
      digest.update((byte) '\n');
      bytes += source.length;
    }
    DocumentHasher hasher = Samples.hash(index, documents);
    boolean outside = index.lines() == Lines.ENVELOPE;
    return name(index.name())
        .text("primaryKey", index.primaryKey())
        .add("settings", settings(index.settings()))
        .text("lines", outside ? "envelope" : "source")
        .add("documents", String.valueOf(documents.size()))
        .add("bytes", String.valueOf(bytes))
        .text("hash", hasher.hash().toString())
        .text("idHash", outside ? hasher.idHash().toString() : null)
        .text("sha256", HexFormat.of().formatHex(digest.digest()))
        .toString();
  }

  private static @Nullable String settings(@Nullable Settings settings) {
    return settings == null
        ? null
        : new Members(", ")
            .text("dialect", settings.dialect())
            .text("version", settings.version())
            .text("json", settings.json())
            .add("secrets", list(settings.secrets().stream().map(s -> text(s)).toList()))
            .toString();
  }

  private static String section(SectionContent section) {
    IndexName index = section.index();
    Members members = new Members(", ").text("name", section.name());
    List<String> attachments =
        section.attachments().entrySet().stream()
            .map(each -> bytes(new Members(", ").text("name", each.getKey()), each.getValue()))
            .map(Members::toString)
            .toList();
    members
        .add("index", index == null ? null : name(index).toString())
        .text("mediaType", section.mediaType().id())
        .add("sensitive", String.valueOf(section.sensitivity() == Sensitivity.SENSITIVE));
    return bytes(members, section.content()).add("attachments", list(attachments)).toString();
  }

  private static Members bytes(Members members, String latin) {
    byte[] bytes = latin.getBytes(ISO_8859_1);
    return members
        .add("bytes", String.valueOf(bytes.length))
        .text("sha256", HexFormat.of().formatHex(sha256().digest(bytes)));
  }

  private static Members name(IndexName name) {
    return new Members(", ").text("namespace", name.namespace()).text("name", name.name());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static String list(List<String> values) {
    return "[" + String.join(", ", values) + "]";
  }

  private static String lines(java.util.stream.Stream<String> values) {
    List<String> all = values.toList();
    return all.isEmpty() ? "[]" : "[\n    " + String.join(",\n    ", all) + "]";
  }

  /** A JSON string of ASCII, as odd names have characters that editors do not show. */
  private static String text(String text) {
    StringBuilder ascii = new StringBuilder();
    for (char c : JsonText.quote(text).toCharArray()) {
      if (c < 0x7f) {
        ascii.append(c);
      } else {
        ascii.append("\\u%04x".formatted((int) c));
      }
    }
    return ascii.toString();
  }

  /** The members of a JSON object; what is null is left out. */
  private static final class Members {
    private final Map<String, String> values = new LinkedHashMap<>();
    private final String separator;

    Members(String separator) {
      this.separator = separator;
    }

    Members add(String name, @Nullable String json) {
      if (json != null) {
        values.put(name, json);
      }
      return this;
    }

    Members text(String name, @Nullable String value) {
      return add(name, value == null ? null : GoldenExpectations.text(value));
    }

    @Override
    public String toString() {
      return values.entrySet().stream()
          .map(each -> "\"" + each.getKey() + "\": " + each.getValue())
          .collect(Collectors.joining(separator, "{", "}"));
    }
  }
}
