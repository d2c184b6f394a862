package org.indexport.transfer;

import com.dynatrace.hash4j.hashing.HashStream128;
import com.dynatrace.hash4j.hashing.Hashing;
import java.io.IOException;
import java.io.InputStream;
import org.indexport.Hash128;
import org.indexport.Section;

/** Reads a section to its end and sums it up. */
final class SectionReading {
  private final HashStream128 hash = Hashing.xxh3_128().hashStream();
  private final byte[] block = new byte[64 << 10];
  private long bytes;
  private long lines;
  private byte last = '\n';

  private SectionReading() {}

  static SectionTotals of(Section section) throws IOException {
    return new SectionReading().read(section);
  }

  private SectionTotals read(Section section) throws IOException {
    try (InputStream content = section.content()) {
      drain(content);
    }
    long contentBytes = bytes;
    long records = lines + (last == '\n' ? 0 : 1);
    long attachments = 0;
    for (Section.Attachment next; (next = section.nextAttachment()) != null; attachments++) {
      hash.putString(next.name());
      try (InputStream content = next.content()) {
        drain(content);
      }
    }
    var value = hash.get();
    return new SectionTotals(
        section.name(),
        section.index(),
        section.mediaType(),
        section.sensitivity(),
        section.mediaType() == Section.MediaType.JSON_LINES ? records : 1,
        contentBytes,
        attachments,
        new Hash128(value.getMostSignificantBits(), value.getLeastSignificantBits()));
  }

  private void drain(InputStream in) throws IOException {
    for (int n; (n = in.read(block)) >= 0; ) {
      hash.putBytes(block, 0, n);
      bytes += n;
      for (int i = 0; i < n; i++) {
        lines += block[i] == '\n' ? 1 : 0;
      }
      last = n > 0 ? block[n - 1] : last;
    }
  }
}
