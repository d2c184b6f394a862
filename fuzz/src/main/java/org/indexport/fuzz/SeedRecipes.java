package org.indexport.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.indexport.DumpException;
import org.indexport.DumpSource;
import org.indexport.ReadLimits;
import org.indexport.format.v2.container.FrameBuffers;
import org.indexport.format.v2.container.FrameUnpacker;
import org.indexport.format.v2.container.Member;
import org.indexport.format.v2.container.MemberReader;
import org.indexport.format.v2.container.PackedFrame;
import org.indexport.tar.TarReader;
import org.jspecify.annotations.Nullable;

/** Turns files into recipes that make them again. */
final class SeedRecipes {
  /** What a recipe makes. */
  enum Kind {
    TAR,
    CONTAINER
  }

  private static final String MANIFEST = "manifest.json";

  /** One of each step. */
  static final String TRICKS =
      "smetadata.json\u001f{\"format\":\"indexport\",\"version\":2,\"kind\":\"dump\"}\u001e"
          + "pindexes/a/documents-000001.jsonl\u001f{\"id\":1}\n\u001e"
          + "hx\u001f00000000007\u001e"
          + "f0000\u001ekxyz\u001ebxyz\u001ec\0\u0001\u001et\0\0\u0001\u0001\u001ex\0\0\u0009\u0001\u001e"
          + "m{}\u001e";

  static final List<String> SEEKABLE =
      List.of(
          "",
          "f\u001e",
          "fabc\u001efdefghi\u001e",
          "fabc\u001ekxyz\u001ef" + "hello ".repeat(300) + "\u001e",
          "fabc\u001et\0\0\u000c\u0001\u001e",
          "fabc\u001efdef\u001et\0\0\u0008\u0001\0\0\u0014\u00ff\u001e",
          "fabc\u001eb(\u00b5/\u00fd\u001efdef\u001e");

  private SeedRecipes() {}

  /** Takes the members of a plain tar, up to the first that is damaged. */
  static byte[] ofTar(byte[] tar, Kind kind) {
    Writing writing = new Writing(kind);
    try (TarReader reader =
        new TarReader("seed", new ByteArrayInputStream(tar), ReadLimits.DEFAULT)) {
      for (TarReader.Entry entry; (entry = reader.next()) != null; ) {
        byte[] content = reader.content().readAllBytes();
        boolean isPayload = kind == Kind.CONTAINER && entry.path().contains("/documents-");
        writing.add(entry.path(), isPayload, content, 0, 0, () -> "");
      }
    } catch (IOException e) {
      // One that is damaged on purpose.
    }
    return writing.out.toByteArray();
  }

  /** Takes the members of a container, up to the first that is damaged. */
  static byte[] ofContainer(byte[] file) throws IOException {
    Writing writing = new Writing(Kind.CONTAINER);
    try (DumpSource source = DumpSource.stream("seed", new ByteArrayInputStream(file));
        FrameUnpacker unpacker = new FrameUnpacker();
        MemberReader reader = MemberReader.open(source, ReadLimits.DEFAULT, new FrameBuffers())) {
      for (Member member; (member = reader.next()) != null; ) {
        long offset = member.placement().offset();
        long packed = member.placement().packedBytes();
        if (member instanceof Member.Payload payload) {
          try (PackedFrame frame = payload.frame()) {
            String sha256 = HexFormat.of().formatHex(frame.sha256());
            byte[] content = unpacker.unpack(frame);
            writing.add(member.name(), true, content, offset, packed, () -> sha256);
          }
        } else {
          byte[] content = ((Member.Small) member).content();
          writing.add(member.name(), false, content, offset, packed, () -> "");
        }
      }
      writing.add(MANIFEST, false, reader.manifest().readAllBytes(), 0, 0, () -> "");
    } catch (DumpException e) {
      // One that is damaged on purpose.
    }
    return writing.out.toByteArray();
  }

  private static final class Writing {
    private static final Pattern PLACE =
        Pattern.compile("\"plainBytes\":[0-9]+,\"packedBytes\":([0-9]+),\"offset\":([0-9]+)");
    private static final Pattern INDEX =
        Pattern.compile("\"documents\":[0-9]+,\"bytes\":[0-9]+,\"hash\":\"[$]h([0-9]+)\"");
    private static final Pattern PART =
        Pattern.compile("\"documents\":[0-9]+,\"plainBytes\":[$]n([0-9]+)");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Template template = new Template();
    private final StringBuilder places = new StringBuilder();
    private final Kind kind;
    private final BitSet documents = new BitSet();
    private int members;

    Writing(Kind kind) {
      this.kind = kind;
    }

    void add(
        String name,
        boolean isPayload,
        byte[] content,
        long offset,
        long packed,
        Supplier<String> sha256) {
      if (kind == Kind.TAR) {
        step(name, name.equals(MANIFEST) ? manifest(content) : content);
      } else if (name.equals(MANIFEST)) {
        step("m" + new String(manifest(content), ISO_8859_1), null);
      } else {
        step((isPayload ? "p" : "s") + name, content);
      }
      template.add(offset, (int) packed, sha256, content);
      places.append(' ').append(offset).append('=').append(members).append(' ');
      documents.set(members, name.contains("/documents-"));
      members++;
    }

    private void step(String start, byte @Nullable [] content) {
      out.writeBytes(start.getBytes(ISO_8859_1));
      if (content != null) {
        out.write(Recipe.FIELD);
        out.writeBytes(content);
      }
      out.write(Recipe.STEP);
    }

    /** With holes for what follows from the members. */
    private byte[] manifest(byte[] content) {
      String text = new String(content, ISO_8859_1);
      Matcher matcher = PLACE.matcher(text);
      text =
          matcher.replaceAll(
              place -> {
                int at = places.indexOf(" " + place.group(2) + "=");
                if (at < 0) {
                  return Matcher.quoteReplacement(place.group());
                }
                String number =
                    places.substring(places.indexOf("=", at) + 1, places.indexOf(" ", at + 1));
                return Matcher.quoteReplacement(
                    "\"plainBytes\":$n#,\"packedBytes\":$k#,\"offset\":$o#".replace("#", number));
              });
      for (int i = 0; i < members; i++) {
        for (char hole : documents.get(i) ? new char[] {'s', 'h'} : new char[] {'s', 'c'}) {
          String mark = "$" + hole + i;
          String value = new String(template.fill(mark.getBytes(ISO_8859_1)), ISO_8859_1);
          if (value.length() >= 32) {
            text = text.replace(value, mark);
          }
        }
      }
      text =
          INDEX
              .matcher(text)
              .replaceAll("\"documents\":\\$d$1,\"bytes\":\\$b$1,\"hash\":\"\\$h$1\"");
      text = PART.matcher(text).replaceAll("\"documents\":\\$d$1,\"plainBytes\":\\$n$1");
      return text.getBytes(ISO_8859_1);
    }
  }
}
