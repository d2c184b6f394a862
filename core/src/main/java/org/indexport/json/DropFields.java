package org.indexport.json;

import java.util.List;

/** Takes fields out. */
final class DropFields extends FieldEdit {
  private final FieldPaths fields;

  DropFields(List<FieldPath> fields) {
    this.fields = new FieldPaths(fields);
  }

  @Override
  void edit(FieldWalk walk, int open) throws MalformedJsonException, UnfitFieldException {
    walk.object(open, new Dropping(walk), fields.start(), 1);
  }

  @Override
  public boolean touches(String member) {
    return fields.hold(member);
  }

  private final class Dropping implements FieldWalk.Visitor<int[]> {
    private final FieldWalk walk;

    Dropping(FieldWalk walk) {
      this.walk = walk;
    }

    @Override
    public int member(int key, int keyEnd, int value, int[] state, int level)
        throws MalformedJsonException, UnfitFieldException {
      int[] next = fields.follow(state, walk.buffer(), key + 1, keyEnd - 1);
      if (next == null) {
        return walk.valueEnd(value);
      }
      return fields.end(next) ? FieldWalk.GONE : element(value, next, level);
    }

    @Override
    public int element(int value, int[] state, int level)
        throws MalformedJsonException, UnfitFieldException {
      return switch (walk.at(value)) {
        case '{' -> walk.object(value, this, state, level + 1);
        case '[' -> walk.array(value, this, state, level + 1);
        default -> walk.valueEnd(value);
      };
    }
  }
}
