package org.indexport.format.kourou.read;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.util.Map;
import org.indexport.DocumentPart;
import org.indexport.PartReading;
import org.indexport.files.IndexParts;
import org.indexport.json.JsonSkip;
import org.indexport.json.JsonText;
import org.indexport.json.MalformedJsonException;
import org.indexport.json.MemberWalk;
import org.indexport.json.MemberWalk.Step;
import org.indexport.json.UnexpectedBytesException;
import org.jspecify.annotations.Nullable;

/**
 * Documents as {@code --format kuzzle} gives them: after a header one object of indexes, of
 * collections, of arrays in which each document follows an object with its id.
 */
final class DocumentPairs implements DocumentCutter {
  private enum State {
    HEADER,
    INDEXES,
    INDEX,
    AFTER_INDEX,
    COLLECTION,
    AFTER_COLLECTION,
    FIRST_PAIR,
    PAIR,
    AFTER_PAIR,
    END
  }

  private static final byte[] ACTION = "index".getBytes(US_ASCII);
  private static final byte[] ID = "_id".getBytes(US_ASCII);

  private final PartReading reading;
  private final TextBlock text;
  private final String entry;
  private final Collections collections;
  private final EnvelopeMaker envelopes = new EnvelopeMaker();
  private final MemberWalk walk = new MemberWalk();

  private IndexParts collection;
  private State state = State.HEADER;
  private String index = "";
  private boolean first = true;
  private boolean broken;

  // The pair that was found.
  private int id;
  private int idEnd;
  private int body;
  private int bodyEnd;

  DocumentPairs(
      PartReading reading,
      TextBlock text,
      String entry,
      IndexParts collection,
      Collections collections) {
    this.reading = reading;
    this.text = text;
    this.entry = entry;
    this.collection = collection;
    this.collections = collections;
  }

  @Override
  public @Nullable DocumentPart next() throws IOException {
    while (!broken) {
      text.begin();
      long firstLine = text.line();
      boolean more = true;
      while (more && text.isOpen()) {
        more = step();
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
    return null;
  }

  /** Goes on by one token or pair; false at the end of the text or of the part. */
  private boolean step() throws IOException {
    try {
      int c = peek(text.position());
      if (c < 0) {
        if (state != State.END) {
          text.truncated("the rest of the documents");
          broken = true;
        }
        return false;
      }
      return step(c);
    } catch (UnexpectedBytesException e) {
      text.corrupt(e);
      // Where the next pair starts cannot be told.
      broken = true;
      return false;
    }
  }

  private boolean step(int c) throws IOException {
    switch (state) {
      case HEADER -> {
        text.position(valueEnd(text.position()));
        state = State.INDEXES;
      }
      case INDEXES -> state = open('{', "the indexes", State.INDEX);
      case INDEX -> {
        index = key();
        open('{', "the collections of an index", State.COLLECTION);
        state = State.COLLECTION;
      }
      case COLLECTION -> {
        return collection();
      }
      case FIRST_PAIR -> {
        if (c == ']') {
          state = open(']', "the end", State.AFTER_COLLECTION);
        } else {
          pair();
        }
      }
      case PAIR -> pair();
      case AFTER_PAIR -> after(c, ']', State.PAIR, State.AFTER_COLLECTION);
      case AFTER_COLLECTION -> after(c, '}', State.COLLECTION, State.AFTER_INDEX);
      case AFTER_INDEX -> after(c, '}', State.INDEX, State.END);
      case END ->
          throw UnexpectedBytesException.at(
              text.bytes(), text.position(), "nothing after the documents");
    }
    return true;
  }

  private void after(int c, char end, State next, State above) throws IOException {
    if (c != ',' && c != end) {
      throw UnexpectedBytesException.at(text.bytes(), text.position(), "',' or '" + end + "'");
    }
    text.position(text.position() + 1);
    state = c == ',' ? next : above;
  }

  private State open(char expected, String words, State next) throws IOException {
    if (peek(text.position()) != expected) {
      throw text.isAtEnd()
          ? new UnexpectedBytesException(text.position(), words, "the end of the file")
          : UnexpectedBytesException.at(text.bytes(), text.position(), words);
    }
    text.position(text.position() + 1);
    return next;
  }

  /** A member's name and the colon after it. */
  private String key() throws IOException {
    peek(text.position());
    int start = text.position();
    int end = valueEnd(start);
    start = text.position();
    String name;
    try {
      name = text.bytes()[start] == '"' ? JsonText.unquote(text.bytes(), start, end) : "";
    } catch (MalformedJsonException e) {
      name = "";
    }
    if (name.isEmpty()) {
      throw UnexpectedBytesException.at(text.bytes(), start, "a name");
    }
    text.position(end);
    open(':', "':'", state);
    peek(text.position());
    return name;
  }

  /** Begins a collection; false if the one before has to be given first. */
  private boolean collection() throws IOException {
    if (!envelopes.isEmpty()) {
      return false;
    }
    String name = key();
    open('[', "the documents of a collection", state);
    state = State.FIRST_PAIR;
    boolean same =
        first
            && collection.index().name().name().equals(name)
            && index.equals(namespace(collection));
    if (!same) {
      collection =
          collections.of(
              new CollectionHeader(index, name, Map.of(), CollectionHeader.Age.CURRENT),
              collection,
              text.where());
    }
    first = false;
    return true;
  }

  private static String namespace(IndexParts collection) {
    return String.valueOf(collection.index().name().namespace());
  }

  private void pair() throws IOException {
    int action = text.position();
    while (!scan(action)) {
      if (text.isEnded()) {
        text.truncated("the end of a document");
        broken = true;
        text.position(text.size());
        return;
      }
      text.more();
    }
    if (bodyEnd - body > reading.options().limits().maxDocumentBytes()) {
      throw text.tooLarge(bodyEnd - body);
    }
    // It is written over, so it has to be looked at before.
    byte separator = text.bytes()[JsonSkip.blanks(text.bytes(), bodyEnd, text.size())];
    int next = JsonSkip.blanks(text.bytes(), bodyEnd, text.size());
    int lines = JsonSkip.lineFeeds(text.bytes(), action, next);
    text.position(next);
    state = State.AFTER_PAIR;
    after(separator, ']', State.PAIR, State.AFTER_COLLECTION);
    if (collection.isWanted()) {
      envelopes.take(text, action, id, idEnd, body, bodyEnd);
    }
    text.countLines(lines);
  }

  /** Finds a pair and that something follows it; false if what was read ends before. */
  private boolean scan(int action) throws IOException {
    byte[] b = text.bytes();
    int to = text.size();
    if (b[action] != '{') {
      throw UnexpectedBytesException.at(b, action, "{\"index\":{\"_id\":…}}");
    }
    int end = JsonSkip.value(b, action, to);
    int comma = end < 0 ? to : JsonSkip.blanks(b, end, to);
    if (comma == to) {
      return false;
    }
    if (b[comma] != ',') {
      throw UnexpectedBytesException.at(b, comma, "',' and a document after its id");
    }
    body = JsonSkip.blanks(b, comma + 1, to);
    if (body == to) {
      return false;
    }
    if (b[body] != '{') {
      throw UnexpectedBytesException.at(b, body, "a document");
    }
    bodyEnd = JsonSkip.value(b, body, to);
    if (bodyEnd < 0 || JsonSkip.blanks(b, bodyEnd, to) == to) {
      return false;
    }
    findId(b, action, end);
    return true;
  }

  private void findId(byte[] b, int action, int end) throws UnexpectedBytesException {
    walk.start(b, action, end);
    id = -1;
    while (walk.next() == Step.MEMBER && walk.skipValue()) {
      if (walk.isKey(ACTION) && b[walk.valueStart()] == '{') {
        MemberWalk inner = new MemberWalk();
        inner.start(b, walk.valueStart(), walk.valueEnd());
        while (inner.next() == Step.MEMBER && inner.skipValue()) {
          if (inner.isKey(ID)) {
            id = inner.valueStart();
            idEnd = inner.valueEnd();
          }
        }
      }
    }
    if (id < 0) {
      throw new UnexpectedBytesException(action, "{\"index\":{\"_id\":…}}", "no id");
    }
  }

  /** Where the value at an index ends, that of the position or after it. */
  private int valueEnd(int from) throws IOException {
    while (true) {
      int end = JsonSkip.value(text.bytes(), from, text.size());
      if (end >= 0) {
        return end;
      }
      if (text.isEnded()) {
        throw new UnexpectedBytesException(from, "the end of a value", "the end of the file");
      }
      text.more();
    }
  }

  /** The byte after blanks, at which the position is then, or -1 at the end of the text. */
  private int peek(int from) throws IOException {
    int at = from;
    while (true) {
      int next = JsonSkip.blanks(text.bytes(), at, text.size());
      text.countLines(JsonSkip.lineFeeds(text.bytes(), at, next));
      text.position(next);
      if (next < text.size()) {
        return text.bytes()[next] & 0xff;
      }
      if (text.isEnded()) {
        return -1;
      }
      at = next;
      text.more();
    }
  }
}
