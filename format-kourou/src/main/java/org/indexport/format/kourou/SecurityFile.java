package org.indexport.format.kourou;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.DumpSource;
import org.indexport.ReadLimits;
import org.indexport.Section.Sensitivity;
import org.indexport.UnknownFormatException;
import org.indexport.io.Publication;
import org.indexport.json.JsonKind;
import org.indexport.json.JsonObject;
import org.indexport.json.JsonText;
import org.indexport.json.MalformedJsonException;
import org.indexport.json.PrettyJson;
import org.indexport.json.UnexpectedBytesException;
import org.indexport.spi.MetadataText;
import org.indexport.spi.TextBudget;
import org.jspecify.annotations.Nullable;

/**
 * The files that {@code role:export}, {@code profile:export}, {@code user:export} and {@code
 * user:export-mappings} write and their counterparts import: one JSON object with a {@code type}
 * and a {@code content}. The content, an object by id, is what a section of the same name holds.
 * Thread-safe.
 */
public enum SecurityFile {
  /** Roles: <code>{"ID":{"controllers":{…}}}</code>, with whatever else a role has. */
  ROLES("roles", "roles", "roles/roles.json", Sensitivity.OPEN, "controllers"),

  /** Profiles: <code>{"ID":{"policies":[…]}}</code>, with whatever else a profile has. */
  PROFILES("profiles", "profiles", "profiles/profiles.json", Sensitivity.OPEN, "policies"),

  /** Users: <code>{"ID":{"content":{…},"credentials":{…}}}</code>; passwords may be among it. */
  USERS("users", "users", "users/users.json", Sensitivity.SENSITIVE, "content"),

  /** What the content of users is mapped as: <code>{"mapping":{…}}</code>. */
  USERS_MAPPING(
      "users-mapping",
      "usersMappings",
      "users/users-collection-mappings.json",
      Sensitivity.OPEN,
      null);

  private static final String TYPE = "type";
  private static final String CONTENT = "content";

  private final String section;
  private final String type;
  private final String path;
  private final Sensitivity sensitivity;
  private final @Nullable String member;

  SecurityFile(
      String section, String type, String path, Sensitivity sensitivity, @Nullable String member) {
    this.section = section;
    this.type = type;
    this.path = path;
    this.sensitivity = sensitivity;
    this.member = member;
  }

  /** The name of the section that holds the content. */
  public String section() {
    return section;
  }

  /** The value of {@code type} in the file. */
  public String type() {
    return type;
  }

  /** The tool's name for the file, with the folder that it is in by default. */
  public String path() {
    return path;
  }

  /** Whether it may hold passwords. */
  public Sensitivity sensitivity() {
    return sensitivity;
  }

  /** The member that every object of such a file has, or null. */
  public @Nullable String member() {
    return member;
  }

  /** The one whose files have this {@code type}, or null. */
  public static @Nullable SecurityFile ofType(String type) {
    for (SecurityFile file : values()) {
      if (file.type.equals(type)) {
        return file;
      }
    }
    return null;
  }

  /** The one whose section is called so, or null. */
  public static @Nullable SecurityFile ofSection(String section) {
    for (SecurityFile file : values()) {
      if (file.section.equals(section)) {
        return file;
      }
    }
    return null;
  }

  /**
   * Reads a file, also one that is gzip.
   *
   * @param source the file
   * @param limits its limits; the largest metadata is that of one file
   * @return its content, one JSON object, byte for byte
   * @throws UnknownFormatException if it is of another type
   * @throws CorruptDumpException if it is no such file
   * @throws org.indexport.TruncatedDumpException if it ends early
   * @throws org.indexport.LimitExceededException if it is too large or nests too deep
   * @throws IOException if reading fails
   */
  public String read(DumpSource source, ReadLimits limits) throws IOException {
    byte[] text = MetadataText.read(source, limits, new TextBudget());
    try {
      return content(source.name(), JsonObject.parse(text, limits.maxDepth()));
    } catch (MalformedJsonException e) {
      throw MetadataText.described(source.name(), e);
    }
  }

  /**
   * The content of a file that was parsed.
   *
   * @param where names the file in messages
   * @param file the whole object
   * @throws UnknownFormatException if it is of another type
   * @throws CorruptDumpException if its content is no object
   */
  public String content(String where, JsonObject file) throws DumpException {
    String found = file.kind(TYPE) == JsonKind.STRING ? file.raw(TYPE) : null;
    if (!JsonText.quote(type).equals(found)) {
      throw new UnknownFormatException(
          where,
          "\"type\":" + JsonText.quote(type),
          found == null ? "no such member" : "\"type\":" + found,
          "name a file that holds " + section);
    }
    String content = file.raw(CONTENT);
    if (content == null || file.kind(CONTENT) != JsonKind.OBJECT) {
      throw new CorruptDumpException(
          where,
          "an object as \"content\"",
          content == null ? "none" : "something else",
          "export it again");
    }
    return content;
  }

  /**
   * The text of a file, as the tool has it: two blanks for each level, no line feed at its end.
   *
   * @param content one JSON object by id
   * @throws CorruptDumpException if it is no well-formed object
   * @throws org.indexport.LimitExceededException if it nests too deep
   */
  public String text(String content) throws DumpException {
    String where = "section " + section;
    try {
      JsonObject.parse(content.getBytes(UTF_8), ReadLimits.DEFAULT.maxDepth());
      return PrettyJson.of(
          new JsonObject.Builder().put(TYPE, type).putRaw(CONTENT, content).build());
    } catch (MalformedJsonException e) {
      throw MetadataText.described(where, e);
    } catch (UnexpectedBytesException e) {
      throw new CorruptDumpException(where, e.expected(), e.found(), "mend or leave it out");
    }
  }

  /**
   * Writes a file, which appears under its name at once and whole. One with users can be opened by
   * its owner only, where the file system knows owners.
   *
   * @param file the file; its folder exists
   * @param content one JSON object by id
   * @param existing whether a file that is there is replaced
   * @throws CorruptDumpException if the content is no well-formed object
   * @throws org.indexport.ExistingTargetException if there is a file that may not be replaced
   * @throws IOException if writing fails
   */
  public void write(Path file, String content, Publication.Existing existing) throws IOException {
    byte[] bytes = text(content).getBytes(UTF_8);
    try (Publication publication =
        Publication.openFile(file, existing, Publication.Unproven.REFUSE)) {
      if (sensitivity == Sensitivity.SENSITIVE) {
        publication.ownerOnly();
      }
      try (OutputStream out = publication.openStream()) {
        out.write(bytes);
      }
      publication.commit();
    }
  }
}
