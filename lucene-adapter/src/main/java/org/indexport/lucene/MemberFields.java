package org.indexport.lucene;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.document.DoubleField;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.LatLonDocValuesField;
import org.apache.lucene.document.LatLonPoint;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.indexport.schema.Field;
import org.indexport.schema.FieldRole;
import org.jspecify.annotations.Nullable;

/**
 * The Lucene fields of one member, which takes the member's values and adds fields to the document.
 * Values that do not fit are passed over. Every member has the same structures in all documents,
 * since Lucene refuses a field whose structures change.
 */
abstract class MemberFields {
  private static final int MAX_NUMBER_LENGTH = 32;

  final FieldList document;

  MemberFields(FieldList document) {
    this.document = document;
  }

  /** The fields of a member, or null when it is not indexed. */
  static @Nullable MemberFields of(String path, Field field, FieldList document) {
    if (!FieldTable.isIndexed(field)) {
      return null;
    }
    String name = FieldNames.of(path);
    return switch (field.type()) {
      case TEXT -> new Prose(path, field, document);
      case ANY -> new Any(path, field, document);
      case KEYWORD -> new Keyword(name, document);
      case BOOLEAN -> new Bool(name, document);
      case INTEGER -> new Whole(name, document);
      case DATE -> new Date(name, document);
      case FLOAT -> new Floating(name, document);
      case GEO_POINT -> new Geo(name, document);
      case VECTOR -> field.dimensions() == null ? null : new Vector(name, field, document);
      case OBJECT -> null;
    };
  }

  void string(String value) {}

  void bool(boolean value) {}

  /** Takes the number that a parser stands on. */
  void number(JsonParser parser) throws IOException {}

  /** Whether objects or arrays are values of this member, to be read by {@link #structure}. */
  boolean takesStructures() {
    return false;
  }

  /** Reads the object or array that a parser stands at the start of, to its end. */
  void structure(JsonParser parser) throws IOException {
    parser.skipChildren();
  }

  /** A number that is not absurdly long; NaN otherwise. */
  private static double finite(JsonParser parser) throws IOException {
    double value =
        parser.getTextLength() > MAX_NUMBER_LENGTH ? Double.NaN : parser.getDoubleValue();
    return Double.isFinite(value) ? value : Double.NaN;
  }

  /** The number that a string writes; NaN if it writes none. */
  private static double finite(String text) {
    if (text.isEmpty()
        || text.length() > MAX_NUMBER_LENGTH
        || "+-.0123456789".indexOf(text.charAt(0)) < 0) {
      return Double.NaN;
    }
    try {
      double value = Double.parseDouble(text);
      return Double.isFinite(value) ? value : Double.NaN;
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /** Exact strings. */
  private static class Keyword extends MemberFields {
    private final FieldPool<ReusableKeyword> keywords;

    Keyword(String name, FieldList document) {
      super(document);
      keywords = new FieldPool<>(() -> new ReusableKeyword(name));
    }

    @Override
    void string(String value) {
      if (ReusableKeyword.fits(value)) {
        keywords.addTo(document).set(value);
      } else {
        document.passOver();
      }
    }

    @Override
    void bool(boolean value) {
      keywords.addTo(document).set(value ? "true" : "false");
    }

    @Override
    void number(JsonParser parser) throws IOException {
      string(parser.getText());
    }
  }

  private static final class Bool extends Keyword {
    Bool(String name, FieldList document) {
      super(name, document);
    }

    @Override
    void string(String value) {
      if (value.equals("true") || value.equals("false")) {
        super.string(value);
      }
    }

    @Override
    void number(JsonParser parser) {}
  }

  /** Words, and exact strings where the roles want them. */
  private static class Prose extends MemberFields {
    /** Longer texts are not kept for the sake of using their field again. */
    private static final int LONG = 4_096;

    private final String name;
    private final @Nullable FieldPool<TextField> words;
    private final @Nullable Keyword whole;

    Prose(String path, Field field, FieldList document) {
      super(document);
      name = FieldNames.of(path);
      words = field.has(FieldRole.SEARCHABLE) ? new FieldPool<>(() -> text("")) : null;
      whole =
          field.has(FieldRole.FILTERABLE) || field.has(FieldRole.SORTABLE)
              ? new Keyword(FieldNames.keyword(path), document)
              : null;
    }

    private TextField text(String value) {
      return new TextField(name, value, Store.NO);
    }

    @Override
    void string(String value) {
      if (words != null) {
        if (value.length() > LONG) {
          document.add(text(value));
        } else {
          words.addTo(document).setStringValue(value);
        }
      }
      if (whole != null) {
        whole.string(value);
      }
    }

    @Override
    void bool(boolean value) {
      string(value ? "true" : "false");
    }

    @Override
    void number(JsonParser parser) throws IOException {
      string(parser.getText());
    }
  }

  /** Whatever each value is: a field for each kind, as one field cannot hold two kinds. */
  private static final class Any extends Prose {
    private final Keyword bools;
    private final Floating numbers;

    Any(String path, Field field, FieldList document) {
      super(path, field, document);
      bools = new Keyword(FieldNames.keyword(path), document);
      numbers = new Floating(FieldNames.number(path), document);
    }

    @Override
    void bool(boolean value) {
      bools.bool(value);
    }

    @Override
    void number(JsonParser parser) throws IOException {
      numbers.number(parser);
    }
  }

  private static final class Floating extends MemberFields {
    private final FieldPool<DoubleField> doubles;

    Floating(String name, FieldList document) {
      super(document);
      doubles = new FieldPool<>(() -> new DoubleField(name, 0d, Store.NO));
    }

    @Override
    void string(String value) {
      add(finite(value));
    }

    @Override
    void number(JsonParser parser) throws IOException {
      add(finite(parser));
    }

    private void add(double value) {
      if (!Double.isNaN(value)) {
        doubles.addTo(document).setDoubleValue(value);
      }
    }
  }

  private static class Whole extends MemberFields {
    private final FieldPool<LongField> longs;

    Whole(String name, FieldList document) {
      super(document);
      longs = new FieldPool<>(() -> new LongField(name, 0L, Store.NO));
    }

    void add(long value) {
      longs.addTo(document).setLongValue(value);
    }

    @Override
    void string(String value) {
      if (value.length() <= MAX_NUMBER_LENGTH) {
        try {
          add(Long.parseLong(value));
        } catch (NumberFormatException e) {
          addWhole(finite(value));
        }
      }
    }

    @Override
    void number(JsonParser parser) throws IOException {
      if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT
          && parser.getTextLength() <= MAX_NUMBER_LENGTH
          && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
        add(parser.getLongValue());
      } else {
        addWhole(finite(parser));
      }
    }

    private void addWhole(double value) {
      if (value == Math.rint(value) && Math.abs(value) <= 1L << 53) {
        add((long) value);
      }
    }
  }

  /** Milliseconds since 1970; numbers are taken for that, strings for ISO 8601. */
  private static final class Date extends Whole {
    Date(String name, FieldList document) {
      super(name, document);
    }

    @Override
    void string(String value) {
      Long millis = DateText.epochMillis(value);
      if (millis != null) {
        add(millis);
      }
    }
  }

  /** Objects with latitude and longitude, GeoJSON, arrays of longitude and latitude, text. */
  private static final class Geo extends MemberFields {
    private final String name;

    Geo(String name, FieldList document) {
      super(document);
      this.name = name;
    }

    private void add(double latitude, double longitude) {
      if (Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180) {
        document.add(new LatLonPoint(name, latitude, longitude));
        document.add(new LatLonDocValuesField(name, latitude, longitude));
      }
    }

    @Override
    void string(String value) {
      int comma = value.indexOf(',');
      if (comma > 0) {
        add(finite(value.substring(0, comma).strip()), finite(value.substring(comma + 1).strip()));
      }
    }

    @Override
    boolean takesStructures() {
      return true;
    }

    @Override
    void structure(JsonParser parser) throws IOException {
      if (parser.currentToken() == JsonToken.START_OBJECT) {
        object(parser);
      } else {
        array(parser);
      }
    }

    private void array(JsonParser parser) throws IOException {
      double[] pair = {Double.NaN, Double.NaN};
      int numbers = 0;
      int depth = 1;
      while (depth > 0) {
        switch (parser.nextToken()) {
          case START_OBJECT -> object(parser);
          case VALUE_STRING -> string(parser.getText());
          case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
            if (numbers < 2) {
              pair[numbers] = finite(parser);
            }
            numbers++;
          }
          case START_ARRAY -> {
            depth++;
            numbers = 0;
          }
          case END_ARRAY -> {
            depth--;
            if (numbers == 2 || numbers == 3) {
              add(pair[1], pair[0]);
            }
            numbers = 0;
          }
          default -> {}
        }
      }
    }

    private void object(JsonParser parser) throws IOException {
      double latitude = Double.NaN;
      double longitude = Double.NaN;
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String member = parser.currentName();
        JsonToken token = parser.nextToken();
        if (member.equals("coordinates") && token == JsonToken.START_ARRAY) {
          array(parser);
        } else if (member.equals("lat")) {
          latitude = coordinate(parser);
        } else if (member.equals("lon") || member.equals("lng")) {
          longitude = coordinate(parser);
        } else {
          parser.skipChildren();
        }
      }
      add(latitude, longitude);
    }

    private static double coordinate(JsonParser parser) throws IOException {
      return switch (parser.currentToken()) {
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> finite(parser);
        case VALUE_STRING -> finite(parser.getText());
        default -> {
          parser.skipChildren();
          yield Double.NaN;
        }
      };
    }
  }

  /** An array of as many numbers as the schema declares; the first of a document counts. */
  private static final class Vector extends MemberFields {
    private final FieldPool<KnnFloatVectorField> vectors;
    private final int dimensions;

    Vector(String name, Field field, FieldList document) {
      super(document);
      Integer declared = field.dimensions();
      dimensions = declared == null ? 0 : declared;
      vectors = new FieldPool<>(() -> newField(name));
    }

    private KnnFloatVectorField newField(String name) {
      float[] notZero = new float[dimensions];
      Arrays.fill(notZero, 1);
      return new KnnFloatVectorField(name, notZero, VectorSimilarityFunction.COSINE);
    }

    @Override
    boolean takesStructures() {
      return true;
    }

    @Override
    void structure(JsonParser parser) throws IOException {
      if (parser.currentToken() == JsonToken.START_OBJECT || vectors.isInUse()) {
        parser.skipChildren();
        return;
      }
      float[] vector = new float[dimensions];
      int length = 0;
      float sum = 0;
      JsonToken token;
      while ((token = parser.nextToken()) != JsonToken.END_ARRAY) {
        parser.skipChildren();
        float value = token.isNumeric() ? (float) finite(parser) : Float.NaN;
        if (length < dimensions) {
          vector[length] = value;
        }
        length++;
        sum += value * value;
      }
      // The cosine of a vector without length, or with one that overflows, is not a number.
      if (length == dimensions && sum > 0 && Float.isFinite(sum)) {
        vectors.addTo(document).setVectorValue(vector);
      }
    }
  }
}
