package org.indexport.format.v1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.indexport.ReadLimits;
import org.indexport.layout.Member;
import org.indexport.layout.MemberNames;
import org.indexport.spi.BlueprintJson;
import org.indexport.spi.MatchStrength;
import org.indexport.spi.Probe;
import org.indexport.tar.TarReader;
import org.indexport.tar.UstarHeader;

/** Recognises dumps by their first members. */
final class V1Probe {
  private static final Pattern FORMAT =
      Pattern.compile("\\A\\s*\\{\\s*\"format\"\\s*:\\s*\"indexport\"");

  private V1Probe() {}

  static MatchStrength match(Probe probe) {
    byte[] plain = probe.plainPrefix();
    if (plain.length < UstarHeader.SIZE) {
      return isCutHead(plain) ? MatchStrength.STRONG : MatchStrength.NONE;
    }
    if (!UstarHeader.isSound(plain)) {
      return MatchStrength.NONE;
    }
    MatchStrength found = MatchStrength.NONE;
    try (TarReader tar =
        new TarReader("a probe", new ByteArrayInputStream(plain), ReadLimits.DEFAULT)) {
      for (TarReader.Entry entry; (entry = tar.next()) != null; ) {
        Member.Role role = MemberNames.roleOf("a probe", entry.path());
        if (role instanceof Member.Metadata || role instanceof Member.Closing) {
          // Others name members so too: what it says decides.
          return isOurs(tar, entry.size()) ? MatchStrength.FULL : MatchStrength.NONE;
        }
        if (!(role instanceof Member.Other)) {
          found = MatchStrength.STRONG;
        }
      }
    } catch (IOException endOfPrefixOrDamage) {
      // What was seen before decides.
    }
    return found;
  }

  /** Whether all there is is the start of the first header. */
  private static boolean isCutHead(byte[] plain) {
    byte[] name = (MemberNames.METADATA + '\0').getBytes(ISO_8859_1);
    int shared = Math.min(name.length, plain.length);
    return shared > 0 && Arrays.equals(plain, 0, shared, name, 0, shared);
  }

  private static boolean isOurs(TarReader tar, long size) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try {
      tar.content().transferTo(text);
    } catch (IOException endOfPrefix) {
      // Its start is enough then.
    }
    return text.size() == size
        ? BlueprintJson.isMetadata(text.toByteArray())
        : FORMAT.matcher(text.toString(ISO_8859_1)).find();
  }
}
