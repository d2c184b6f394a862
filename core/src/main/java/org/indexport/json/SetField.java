package org.indexport.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Gives a field a value. */
final class SetField extends FieldEdit {
  private static final int MOST_LEVELS = 500;

  private final FieldPath field;
  private final byte[] value;

  SetField(FieldPath field, String json) throws MalformedJsonException {
    this.field = field;
    this.value = checked(json);
  }

  /** The bytes of one JSON value, on one line. */
  private static byte[] checked(String json) throws MalformedJsonException {
    byte[] holder = ("{\"v\":" + json + "}").getBytes(StandardCharsets.UTF_8);
    new DocumentScanner(MOST_LEVELS).scan(holder, 0, holder.length);
    JsonObject object = JsonObject.parse(holder, MOST_LEVELS);
    String value = object.raw("v");
    if (value == null || object.names().size() != 1) {
      throw new MalformedJsonException(0, "one JSON value", json);
    }
    return value.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  void edit(FieldWalk walk, int open) throws MalformedJsonException, UnfitFieldException {
    new Setting(walk).object(open, 0, 1);
  }

  @Override
  public boolean touches(String member) {
    return field.holds(member) || field.isIn(member);
  }

  /** An object or array on the way. */
  private static final class Place {
    final int state;
    boolean found;
    int last;

    Place(int state, int open) {
      this.state = state;
      this.last = open + 1;
    }
  }

  private final class Setting implements FieldWalk.Visitor<Place> {
    private final FieldWalk walk;

    Setting(FieldWalk walk) {
      this.walk = walk;
    }

    int object(int open, int state, int level) throws MalformedJsonException, UnfitFieldException {
      Place place = new Place(state, open);
      int end = walk.object(open, this, place, level);
      if (!place.found) {
        boolean empty = place.last == open + 1;
        ByteBuilder out = walk.replace(place.last, place.last);
        if (!empty) {
          out.write((byte) ',');
        }
        appendMembers(field.rest(state), out);
      }
      return end;
    }

    @Override
    public int member(int key, int keyEnd, int start, Place place, int level)
        throws MalformedJsonException, UnfitFieldException {
      int state = field.match(walk.buffer(), key + 1, keyEnd - 1, place.state);
      int end;
      if (state == FieldPath.NONE) {
        end = walk.valueEnd(start);
      } else {
        place.found = true;
        end = field.isEnd(state) ? put(start) : into(start, state, level);
      }
      place.last = end;
      return end;
    }

    private int put(int start) throws MalformedJsonException {
      int end = walk.valueEnd(start);
      if (!Arrays.equals(walk.buffer(), start, end, value, 0, value.length)) {
        walk.replace(start, end).write(value);
      }
      return end;
    }

    /** Goes on into the value of a member on the way. */
    private int into(int start, int state, int level)
        throws MalformedJsonException, UnfitFieldException {
      int first = walk.at(start);
      if (first == '{' || first == '[') {
        return element(start, new Place(state, start), level);
      }
      int end = walk.valueEnd(start);
      if (first != 'n') {
        throw new UnfitFieldException(
            "%s cannot be set, as there is a %s instead of an object on the way to it; drop that first"
                .formatted(field, FieldWalk.kind(first)));
      }
      ByteBuilder out = walk.replace(start, end).write((byte) '{');
      appendMembers(field.rest(state), out);
      out.write((byte) '}');
      return end;
    }

    @Override
    public int element(int start, Place place, int level)
        throws MalformedJsonException, UnfitFieldException {
      return switch (walk.at(start)) {
        case '{' -> object(start, place.state, level + 1);
        case '[' -> walk.array(start, this, place, level + 1);
        default -> walk.valueEnd(start);
      };
    }
  }

  /** Appends the member of this name, within objects for all names but the last. */
  private void appendMembers(List<String> names, ByteBuilder out) {
    for (int i = 0; i < names.size(); i++) {
      if (i > 0) {
        out.write((byte) '{');
      }
      JsonText.appendQuoted(names.get(i), out);
      out.write((byte) ':');
    }
    out.write(value);
    for (int i = 1; i < names.size(); i++) {
      out.write((byte) '}');
    }
  }
}
