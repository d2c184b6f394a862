package org.indexport.lucene;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.util.BytesRef;
import org.indexport.Document;
import org.indexport.DocumentRejectedException;
import org.indexport.IndexName;
import org.indexport.json.DocumentScanner;
import org.indexport.json.MalformedJsonException;
import org.indexport.schema.Field;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes fields of documents in one pass over their tokens, using the same fields again. */
final class SourceEncoder implements DocumentMapper.Encoder {
  private static final Logger LOG = LoggerFactory.getLogger(SourceEncoder.class);

  /** Documents may be anything that is JSON: limits are the reader's matter. */
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private static final int MAX_PATH_LENGTH = 512;

  /** How many members are remembered, indexed or not; the others are looked at each time. */
  private static final int MAX_REMEMBERED = 20_000;

  /** A member of which nothing is indexed, nor of any member within it. */
  private static final Member NOTHING = new Member("", null);

  private final IndexName index;
  private final FieldTable table;
  private final boolean indexesAnything;
  private final FieldList fields = new FieldList();
  private final Map<String, MemberFields> fieldsByPath = new HashMap<>();
  private final Member root = new Member("", null);
  private Member[] open = new Member[16];
  private int remembered;
  private int undescribed;
  private boolean warnedOfFields;
  private boolean warnedOfLength;
  private boolean warnedOfOddity;

  private final StringField id = new StringField(FieldNames.ID, "", Store.YES);
  private final StoredField routing = new StoredField(FieldNames.ROUTING, "");
  private final StoredField version = new StoredField(FieldNames.VERSION, 0L);
  private final BytesRef sourceBytes = new BytesRef();
  private final StoredField source = new StoredField(FieldNames.SOURCE, sourceBytes);

  SourceEncoder(IndexName index, FieldTable table) {
    this.index = index;
    this.table = table;
    this.indexesAnything = table.indexesAnything();
  }

  /** A member as it was met, with those within it. */
  private static final class Member {
    private final String path;
    private final @Nullable MemberFields fields;
    private final Map<String, Member> members = new HashMap<>(4);

    Member(String path, @Nullable MemberFields fields) {
      this.path = path;
      this.fields = fields;
    }
  }

  @Override
  public Iterable<IndexableField> fields(String documentId, Document document)
      throws DocumentRejectedException {
    fields.clear();
    fields.add(idField(documentId));
    sourceBytes.bytes = document.array();
    sourceBytes.offset = document.offset();
    sourceBytes.length = document.length();
    fields.add(source);
    if (document.routing() != null) {
      fields.add(routingField(document.routing()));
    }
    if (document.version() != null) {
      version.setLongValue(document.version());
      fields.add(version);
    }
    if (indexesAnything) {
      addMembers(document);
    }
    return fields;
  }

  private IndexableField idField(String documentId) throws DocumentRejectedException {
    if (!ReusableKeyword.fits(documentId)) {
      throw new DocumentRejectedException(
          "the id is longer than %,d bytes, which Lucene cannot index as one term"
              .formatted(IndexWriter.MAX_TERM_LENGTH));
    }
    if (!Wtf8.isWellFormed(documentId)) {
      return new StringField(FieldNames.ID, Wtf8.bytes(documentId), Store.YES);
    }
    id.setStringValue(documentId);
    return id;
  }

  private IndexableField routingField(String value) {
    if (!Wtf8.isWellFormed(value)) {
      return new StoredField(FieldNames.ROUTING, Wtf8.bytes(value));
    }
    routing.setStringValue(value);
    return routing;
  }

  private void addMembers(Document document) throws DocumentRejectedException {
    try (JsonParser parser =
        JSON.createParser(document.array(), document.offset(), document.length())) {
      readDocument(parser);
    } catch (IOException e) {
      rejectIfMalformed(document);
      warnOfOddity(e);
    }
    if (fields.hasPassedOver() && !warnedOfLength) {
      warnedOfLength = true;
      LOG.warn(
          "Index {}: strings of more than {} bytes are kept but not indexed as exact values",
          index,
          IndexWriter.MAX_TERM_LENGTH);
    }
  }

  private void readDocument(JsonParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new DocumentRejectedException("not an object");
    }
    readObject(parser);
    if (parser.nextToken() != null) {
      throw new DocumentRejectedException("something follows the object");
    }
  }

  /** Decides whether what the parser does not take is JSON all the same, as lone surrogates are. */
  private static void rejectIfMalformed(Document document) throws DocumentRejectedException {
    Document copy = document.copy();
    try {
      new DocumentScanner(Integer.MAX_VALUE).scan(copy.array(), 0, copy.length());
    } catch (MalformedJsonException e) {
      throw new DocumentRejectedException(
          "the document is not a well-formed JSON object: byte %d: %s"
              .formatted(e.offset(), e.getMessage()),
          e);
    }
  }

  private void warnOfOddity(IOException e) {
    if (!warnedOfOddity) {
      warnedOfOddity = true;
      LOG.warn("Index {}: a document is kept, but not all of it is indexed", index, e);
    }
  }

  /** Reads the root object, whose start is the parser's current token, to its end. */
  private void readObject(JsonParser parser) throws IOException {
    int depth = 0;
    open[0] = root;
    Member member = root;
    while (depth >= 0) {
      JsonToken token = parser.nextToken();
      if (token == JsonToken.FIELD_NAME) {
        member = member(open[depth], parser.currentName());
      } else if (token == JsonToken.END_OBJECT) {
        // Elements of an array of objects are values of one member.
        member = open[depth--];
      } else if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
        if (member == NOTHING) {
          parser.skipChildren();
        } else if (member.fields != null && member.fields.takesStructures()) {
          member.fields.structure(parser);
        } else if (token == JsonToken.START_OBJECT) {
          if (++depth == open.length) {
            open = Arrays.copyOf(open, 2 * depth);
          }
          open[depth] = member;
        }
      } else if (member.fields != null) {
        addValue(parser, token, member.fields);
      }
    }
  }

  private static void addValue(JsonParser parser, JsonToken token, MemberFields target)
      throws IOException {
    switch (token) {
      case VALUE_STRING -> target.string(parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> target.number(parser);
      case VALUE_TRUE -> target.bool(true);
      case VALUE_FALSE -> target.bool(false);
      default -> {}
    }
  }

  private Member member(Member parent, String name) {
    Member member = parent.members.get(name);
    if (member == null) {
      member = newMember(parent, name);
      if (remembered < MAX_REMEMBERED && name.length() <= MAX_PATH_LENGTH) {
        remembered++;
        parent.members.put(name, member);
      }
    }
    return member;
  }

  private Member newMember(Member parent, String name) {
    if (parent.path.length() + name.length() >= MAX_PATH_LENGTH) {
      return NOTHING;
    }
    String path = parent == root ? name : parent.path + "." + name;
    MemberFields own = fieldsByPath.get(path);
    if (own == null) {
      own = newFields(path);
    }
    boolean mayHoldIndexed =
        own != null || FieldTable.isIndexed(table.others()) || table.leadsToDescribed(path);
    return mayHoldIndexed ? new Member(path, own) : NOTHING;
  }

  private @Nullable MemberFields newFields(String path) {
    Field described = table.described(path);
    if (described == null && undescribed >= table.maxFields()) {
      warnOfFields();
      return null;
    }
    MemberFields made =
        MemberFields.of(path, described == null ? table.others() : described, fields);
    if (made != null) {
      fieldsByPath.put(path, made);
      undescribed += described == null ? 1 : 0;
    }
    return made;
  }

  private void warnOfFields() {
    if (!warnedOfFields && FieldTable.isIndexed(table.others())) {
      warnedOfFields = true;
      LOG.warn(
          "Index {}: more than {} different members; further ones are kept but not indexed",
          index,
          table.maxFields());
    }
  }
}
