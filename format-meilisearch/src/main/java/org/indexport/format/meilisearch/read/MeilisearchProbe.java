package org.indexport.format.meilisearch.read;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.indexport.ReadLimits;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.indexport.spi.MatchStrength;
import org.indexport.spi.Probe;
import org.indexport.tar.TarReader;
import org.indexport.tar.UstarHeader;

/** Recognises dumps by their first files, in whatever order these are. */
public final class MeilisearchProbe {
  private static final Pattern METADATA = Pattern.compile("(?:[^/]+/)?metadata\\.json");
  private static final int MOST_DEPTH = 1_000;
  private static final Pattern NUMBER = Pattern.compile("V[0-9]+");
  private static final Pattern VERSION = Pattern.compile("\"dumpVersion\"\\s*:\\s*\"V[0-9]+\"");

  /** Files that have these names nowhere else. */
  private static final Pattern TYPICAL =
      Pattern.compile(
          "(?:[^/]+/)?(?:"
              + "indexes/[^/]+/(?:documents\\.jsonl|meta\\.json|settings\\.json|metadata\\.json)"
              + "|index_uuids/data\\.jsonl|updates/data\\.jsonl|updates/updates?_files/[^/]+"
              + "|tasks/queue\\.jsonl|tasks/update_files/[^/]+|batches/queue\\.jsonl"
              + "|keys\\.jsonl|instance-uid|instance_uid\\.uuid|experimental-features\\.json"
              + "|network\\.json|webhooks\\.json|chat-completions-settings/[^/]+"
              + "|[^/]+/updates\\.jsonl)");

  /** A file of a V1 dump that other archives may have too. */
  private static final Pattern LIKELY =
      Pattern.compile("(?:[^/]+/)?[^/]+/(?:settings\\.json|documents\\.jsonl)");

  private MeilisearchProbe() {}

  /** Says how sure it is that an input is a dump of Meilisearch. */
  public static MatchStrength match(Probe probe) {
    byte[] plain = probe.plainPrefix();
    if (plain.length < UstarHeader.SIZE || !UstarHeader.isSound(plain)) {
      return MatchStrength.NONE;
    }
    MatchStrength found = MatchStrength.NONE;
    try (TarReader tar =
        TarReader.tolerant(
            "a probe", new ByteArrayInputStream(plain), ReadLimits.DEFAULT, (reason, what) -> {})) {
      for (TarReader.Entry entry; (entry = tar.next()) != null; ) {
        if (METADATA.matcher(entry.path()).matches() && isOurs(tar)) {
          return MatchStrength.FULL;
        }
        found = stronger(found, entry.path());
      }
    } catch (IOException endOfPrefixOrDamage) {
      // What was seen before decides.
    }
    return found;
  }

  private static MatchStrength stronger(MatchStrength found, String path) {
    if (TYPICAL.matcher(path).matches()) {
      return MatchStrength.STRONG;
    }
    boolean likely = found == MatchStrength.NONE && LIKELY.matcher(path).matches();
    return likely ? MatchStrength.WEAK : found;
  }

  private static boolean isOurs(TarReader tar) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try {
      tar.content().transferTo(text);
    } catch (IOException endOfPrefix) {
      // Its start is enough then.
    }
    try {
      // Other formats may carry the version of a dump that they were made of, deeper down.
      String version = JsonObject.parse(text.toByteArray(), MOST_DEPTH).string("dumpVersion");
      return version != null && NUMBER.matcher(version).matches();
    } catch (MalformedJsonException cutOrDamaged) {
      return VERSION.matcher(text.toString(StandardCharsets.ISO_8859_1)).find();
    }
  }
}
