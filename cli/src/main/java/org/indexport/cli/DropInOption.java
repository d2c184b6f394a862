package org.indexport.cli;

/**
 * An option of elasticdump or multielasticdump.
 *
 * @param name its name without dashes
 * @param kind whether it has a value
 * @param support what we make of it
 * @param help one line: what it does, or why it does nothing, or what to do instead
 */
record DropInOption(String name, Kind kind, Support support, String help) {
  private static final int COLUMNS = 79;
  private static final int INDENT = 33;

  /** Whether an option has a value. */
  enum Kind {
    /** It has one. */
    VALUE,
    /** It is there or not; {@code true} or {@code false} may follow. */
    FLAG
  }

  /** What we make of an option. */
  enum Support {
    /** It does what it does there. */
    WORKS,
    /** It is taken and changes nothing, since nothing needs it here. */
    ACCEPTED,
    /** It ends the command. */
    REFUSED
  }

  static DropInOption value(String name, String help) {
    return new DropInOption(name, Kind.VALUE, Support.WORKS, help);
  }

  static DropInOption flag(String name, String help) {
    return new DropInOption(name, Kind.FLAG, Support.WORKS, help);
  }

  static DropInOption ignoredValue(String name, String why) {
    return new DropInOption(name, Kind.VALUE, Support.ACCEPTED, why);
  }

  static DropInOption ignoredFlag(String name, String why) {
    return new DropInOption(name, Kind.FLAG, Support.ACCEPTED, why);
  }

  static DropInOption refusedValue(String name, String instead) {
    return new DropInOption(name, Kind.VALUE, Support.REFUSED, instead);
  }

  static DropInOption refusedFlag(String name, String instead) {
    return new DropInOption(name, Kind.FLAG, Support.REFUSED, instead);
  }

  /** What the help says of it, with lines that fit a terminal. */
  String lines() {
    String note =
        switch (support) {
          case WORKS -> help;
          case ACCEPTED -> "accepted: " + help;
          case REFUSED -> "refused: " + help;
        };
    String shown = "--" + name + (kind == Kind.VALUE ? "=…" : "");
    StringBuilder text = new StringBuilder("  %-29s".formatted(shown));
    int column = text.length();
    for (String word : note.split(" ", -1)) {
      if (column + 1 + word.length() > COLUMNS) {
        text.append('\n').append(" ".repeat(INDENT));
        column = INDENT;
      }
      text.append(' ').append(word);
      column += 1 + word.length();
    }
    return text.toString();
  }
}
