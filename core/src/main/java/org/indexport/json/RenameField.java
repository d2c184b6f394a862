package org.indexport.json;

/** Gives a field another name where it is. */
final class RenameField extends FieldEdit {
  private final FieldPath field;
  private final String name;

  RenameField(FieldPath field, String name) {
    this.field = field;
    this.name = name;
  }

  @Override
  void edit(FieldWalk walk, int open) throws MalformedJsonException, UnfitFieldException {
    walk.object(open, new Renaming(walk), new Place(open, 0), 1);
  }

  @Override
  public boolean touches(String member) {
    FieldPath renamed = field.sibling(name);
    return field.holds(member) || renamed.holds(member) || renamed.isIn(member);
  }

  /** An object, or what is in an array, and how far the path has led there. */
  private record Place(int open, int state) {}

  private final class Renaming implements FieldWalk.Visitor<Place> {
    private final FieldWalk walk;

    Renaming(FieldWalk walk) {
      this.walk = walk;
    }

    @Override
    public int member(int key, int keyEnd, int value, Place place, int level)
        throws MalformedJsonException, UnfitFieldException {
      byte[] b = walk.buffer();
      int state = field.match(b, key + 1, keyEnd - 1, place.state);
      if (state == FieldPath.NONE) {
        return walk.valueEnd(value);
      }
      if (!field.isEnd(state)) {
        return element(value, new Place(value, state), level);
      }
      String renamed = field.renamed(JsonText.unquote(b, key, keyEnd), name);
      if (walk.hasMember(place.open, renamed)) {
        throw new UnfitFieldException(
            "%s cannot be renamed, as there is a %s beside it; drop one of them first"
                .formatted(field, JsonText.quote(renamed)));
      }
      JsonText.appendQuoted(renamed, walk.replace(key, keyEnd));
      return walk.valueEnd(value);
    }

    @Override
    public int element(int value, Place place, int level)
        throws MalformedJsonException, UnfitFieldException {
      return switch (walk.at(value)) {
        case '{' -> walk.object(value, this, new Place(value, place.state), level + 1);
        case '[' -> walk.array(value, this, place, level + 1);
        default -> walk.valueEnd(value);
      };
    }
  }
}
