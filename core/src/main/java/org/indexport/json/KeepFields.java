package org.indexport.json;

import java.util.List;

/** Takes out everything but some fields and what holds them. */
final class KeepFields extends FieldEdit {
  private final FieldPaths fields;

  KeepFields(List<FieldPath> fields) {
    this.fields = new FieldPaths(fields);
  }

  @Override
  void edit(FieldWalk walk, int open) throws MalformedJsonException, UnfitFieldException {
    walk.object(open, new Keeping(walk), fields.start(), 1);
  }

  @Override
  public boolean touches(String member) {
    return !fields.hold(member);
  }

  private final class Keeping implements FieldWalk.Visitor<int[]> {
    private final FieldWalk walk;

    Keeping(FieldWalk walk) {
      this.walk = walk;
    }

    @Override
    public int member(int key, int keyEnd, int value, int[] state, int level)
        throws MalformedJsonException, UnfitFieldException {
      int[] next = fields.follow(state, walk.buffer(), key + 1, keyEnd - 1);
      if (next == null) {
        return FieldWalk.GONE;
      }
      return fields.end(next) ? walk.valueEnd(value) : element(value, next, level);
    }

    /** A value on the way to a field; one that holds none is not what was asked for. */
    @Override
    public int element(int value, int[] state, int level)
        throws MalformedJsonException, UnfitFieldException {
      return switch (walk.at(value)) {
        case '{' -> walk.object(value, this, state, level + 1);
        case '[' -> walk.array(value, this, state, level + 1);
        default -> FieldWalk.GONE;
      };
    }
  }
}
