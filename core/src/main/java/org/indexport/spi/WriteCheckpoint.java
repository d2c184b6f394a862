package org.indexport.spi;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.indexport.DumpException;
import org.indexport.io.Publication;
import org.indexport.io.Publication.Existing;
import org.indexport.io.Publication.Unproven;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/**
 * For authors of formats: how far the writing of a dump came. A small JSON file, replaced as a
 * whole after what it tells of is durable.
 *
 * @param format the id of the dump's format
 * @param target the final name of the dump's file or folder, without its parent
 * @param note what the caller of {@link org.indexport.DumpWriter#checkpoint} gave
 * @param state the format's own account, or null when nothing is durable yet
 */
public record WriteCheckpoint(
    String format, String target, String note, @Nullable JsonObject state) {
  private static final String FORMAT = "indexport-dump-checkpoint";
  private static final long VERSION = 1;
  private static final int MAX_DEPTH = 16;

  /**
   * Replaces the file.
   *
   * @param state the format's own account, a JSON object as text, or null when nothing is durable
   * @throws IOException if the file system fails
   */
  public static void write(
      Path file, String format, String target, String note, @Nullable String state)
      throws IOException {
    String json =
        new JsonObject.Builder()
                .put("format", FORMAT)
                .put("version", VERSION)
                .put("dumpFormat", format)
                .put("target", target)
                .put("note", note)
                .putRaw("state", state)
                .build()
            + "\n";
    try (Publication publication = Publication.openFile(file, Existing.REPLACE, Unproven.REFUSE)) {
      try (OutputStream out = Files.newOutputStream(publication.path())) {
        out.write(json.getBytes(StandardCharsets.UTF_8));
      }
      publication.commit();
    }
  }

  /**
   * Removes the file, and what killed processes have left of replacing it.
   *
   * @throws IOException if the file system fails
   */
  public static void remove(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Pattern leftover =
        Pattern.compile("\\." + Pattern.quote("" + file.getFileName()) + "\\.[0-9a-f]{16}\\.tmp");
    if (folder != null) {
      try (DirectoryStream<Path> leftovers =
          Files.newDirectoryStream(
              folder, one -> leftover.matcher("" + one.getFileName()).matches())) {
        for (Path one : leftovers) {
          Files.deleteIfExists(one);
        }
      }
    }
    Files.deleteIfExists(file);
  }

  /**
   * Reads the file.
   *
   * @throws DumpException if it is no checkpoint of a dump
   * @throws IOException if reading fails
   */
  public static WriteCheckpoint read(Path file) throws IOException {
    try {
      JsonObject json = JsonObject.parse(Files.readAllBytes(file), MAX_DEPTH);
      Long version = json.number("version");
      if (!FORMAT.equals(json.string("format")) || version == null || version != VERSION) {
        throw json.unexpected("format", "\"" + FORMAT + "\" of version " + VERSION);
      }
      return new WriteCheckpoint(
          text(json, "dumpFormat"), text(json, "target"), text(json, "note"), json.object("state"));
    } catch (MalformedJsonException e) {
      throw new DumpException(
          "%s: this is no checkpoint of a dump: %s; remove it to start anew"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  private static String text(JsonObject json, String name) throws MalformedJsonException {
    String text = json.string(name);
    if (text == null) {
      throw json.unexpected(name, "a string");
    }
    return text;
  }
}
