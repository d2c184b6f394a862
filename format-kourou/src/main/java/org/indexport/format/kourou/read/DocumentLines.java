package org.indexport.format.kourou.read;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.util.Arrays;
import org.indexport.CorruptDumpException;
import org.indexport.DocumentPart;
import org.indexport.PartReading;
import org.indexport.files.IndexParts;
import org.indexport.json.JsonObject;
import org.indexport.json.JsonSkip;
import org.indexport.json.MalformedJsonException;
import org.indexport.json.MemberWalk;
import org.indexport.json.MemberWalk.Step;
import org.indexport.json.UnexpectedBytesException;
import org.jspecify.annotations.Nullable;

/**
 * Documents, one on a line after a header. A part ends with the first line that ends at or after
 * {@link PartReading#PART_BYTES}, or before a header.
 */
final class DocumentLines implements DocumentCutter {
  private static final byte[] ID = "_id".getBytes(US_ASCII);
  private static final byte[] BODY = "body".getBytes(US_ASCII);
  private static final String DOCUMENT = "a document, as {\"_id\":…,\"body\":{…}}";

  private final PartReading reading;
  private final TextBlock text;
  private final String entry;
  private final Collections collections;
  private final MemberWalk walk = new MemberWalk();
  private final EnvelopeMaker envelopes = new EnvelopeMaker();

  private IndexParts collection;
  private boolean headed;

  // What was found on a line.
  private int id;
  private int idEnd;
  private int body;
  private int bodyEnd;
  private int others;

  /**
   * Starts at the start of a file.
   *
   * @param headed whether its first line is no header
   */
  DocumentLines(
      PartReading reading,
      TextBlock text,
      String entry,
      IndexParts collection,
      Collections collections,
      boolean headed) {
    this.reading = reading;
    this.text = text;
    this.entry = entry;
    this.collection = collection;
    this.collections = collections;
    this.headed = headed;
  }

  @Override
  public @Nullable DocumentPart next() throws IOException {
    while (true) {
      text.begin();
      long firstLine = text.line();
      boolean more = true;
      while (more && text.isOpen() && !text.isAtEnd()) {
        more = takeLine();
      }
      boolean ended = text.isAtEnd();
      text.end();
      if (!envelopes.isEmpty()) {
        return envelopes.part(reading, text, entry, collection, firstLine);
      }
      reading.release(text.bytes());
      if (ended) {
        return null;
      }
    }
  }

  /** Takes the line at the position; false before a header that ends the part. */
  private boolean takeLine() throws IOException {
    int from = text.position();
    int to = text.lineEnd();
    byte[] b = text.bytes();
    boolean last = to == text.size();
    int start = JsonSkip.blanks(b, from, to);
    int end = to;
    while (end > start && JsonSkip.isBlank(b[end - 1])) {
      end--;
    }
    if (start < end) {
      try {
        if (!take(from, start, end, last)) {
          return false;
        }
      } catch (UnexpectedBytesException e) {
        text.corrupt(e);
      }
    }
    text.position(last ? to : to + 1);
    text.countLines(last ? 0 : 1);
    return true;
  }

  private boolean take(int from, int start, int end, boolean last) throws IOException {
    byte[] b = text.bytes();
    if (!headed) {
      headed = true;
      // Whoever opened the file has seen the header, but not where the line ends.
      int after = JsonSkip.value(b, start, end);
      if (after >= 0 && after < end) {
        throw UnexpectedBytesException.at(b, after, "nothing after the header");
      }
      return true;
    }
    if (!scan(b, start, end)) {
      if (last) {
        text.truncated("the end of a document");
      } else {
        throw new UnexpectedBytesException(end, "the end of a document", "the end of the line");
      }
      return true;
    }
    if (id < 0 && body < 0) {
      CollectionHeader header = header(b, start, end);
      if (header != null) {
        return begin(header);
      }
    }
    if (collection.isWanted()) {
      document(from, start);
    }
    return true;
  }

  /** Goes on with another collection; false if the present one has to be given first. */
  private boolean begin(CollectionHeader header) throws IOException {
    if (!envelopes.isEmpty()) {
      return false;
    }
    try {
      collection = collections.of(header, collection, text.where());
    } catch (CorruptDumpException e) {
      text.damaged(e);
    }
    return true;
  }

  private static @Nullable CollectionHeader header(byte[] b, int start, int end) {
    try {
      return CollectionHeader.of(JsonObject.parse(Arrays.copyOfRange(b, start, end), 64));
    } catch (MalformedJsonException e) {
      return null;
    }
  }

  private void document(int from, int start) throws IOException {
    byte[] b = text.bytes();
    if (id < 0 || body < 0) {
      throw new UnexpectedBytesException(
          start, DOCUMENT, id < 0 ? "no member _id" : "no member body");
    }
    if (b[body] != '{') {
      throw UnexpectedBytesException.at(b, body, "an object as body");
    }
    if (bodyEnd - body > reading.options().limits().maxDocumentBytes()) {
      throw text.tooLarge(bodyEnd - body);
    }
    if (others > 0) {
      collections.noteMembers(collection, text.where());
    }
    envelopes.take(text, Math.max(0, from - 1), id, idEnd, body, bodyEnd);
  }

  /** Finds the members of a document; false if the line ends within it. */
  private boolean scan(byte[] b, int start, int end) throws UnexpectedBytesException {
    if (b[start] != '{') {
      throw UnexpectedBytesException.at(b, start, DOCUMENT);
    }
    id = -1;
    body = -1;
    others = 0;
    walk.start(b, start, end);
    while (true) {
      Step step = walk.next();
      if (step == Step.INCOMPLETE) {
        return false;
      }
      if (step == Step.END) {
        if (walk.end() < end) {
          throw UnexpectedBytesException.at(b, walk.end(), "nothing after the document");
        }
        return true;
      }
      if (!walk.skipValue()) {
        return false;
      }
      member();
    }
  }

  private void member() {
    if (walk.isKey(ID)) {
      id = walk.valueStart();
      idEnd = walk.valueEnd();
    } else if (walk.isKey(BODY)) {
      body = walk.valueStart();
      bodyEnd = walk.valueEnd();
    } else {
      others++;
    }
  }
}
