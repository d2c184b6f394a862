package org.indexport.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Aligned columns; those that say nothing are left out. */
final class Table {
  private static final String INDENT = "  ";
  private static final String GAP = "   ";

  /** How a column is set. */
  private enum Kind {
    TEXT,
    NUMBER
  }

  private final List<String> titles = new ArrayList<>();
  private final List<Kind> kinds = new ArrayList<>();
  private final List<String> silent = new ArrayList<>();
  private final List<List<String>> rows = new ArrayList<>();

  /** Adds a column of text. */
  Table text(String title) {
    return column(title, Kind.TEXT, "");
  }

  /** Adds a column of numbers. */
  Table number(String title) {
    return column(title, Kind.NUMBER, "");
  }

  /** Adds a column of numbers that is left out if all of them are 0. */
  Table numberUnlessZero(String title) {
    return column(title, Kind.NUMBER, "0");
  }

  /** Adds a column of text that is left out if there is none. */
  Table textUnlessNone(String title) {
    return column(title, Kind.TEXT, "–");
  }

  /** A column that is left out if every cell of it is {@code saysNothing}. */
  private Table column(String title, Kind kind, String saysNothing) {
    titles.add(title);
    kinds.add(kind);
    silent.add(saysNothing);
    return this;
  }

  /** Adds a row of as many cells as there are columns. */
  Table row(String... cells) {
    rows.add(Arrays.stream(cells).map(Text::printable).toList());
    return this;
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  /** The table with its title line, each line ended. */
  String render() {
    List<Integer> shown = new ArrayList<>();
    for (int i = 0; i < titles.size(); i++) {
      if (isTelling(i)) {
        shown.add(i);
      }
    }
    int[] widths = new int[titles.size()];
    shown.forEach(column -> widths[column] = width(column));
    StringBuilder out = new StringBuilder();
    line(titles, shown, widths, out);
    rows.forEach(row -> line(row, shown, widths, out));
    return out.toString();
  }

  private boolean isTelling(int column) {
    String nothing = silent.get(column);
    return nothing.isEmpty() || rows.stream().anyMatch(row -> !row.get(column).equals(nothing));
  }

  private int width(int column) {
    int width = length(titles.get(column));
    for (List<String> row : rows) {
      width = Math.max(width, length(row.get(column)));
    }
    return width;
  }

  private static int length(String cell) {
    return cell.codePointCount(0, cell.length());
  }

  private void line(List<String> cells, List<Integer> shown, int[] widths, StringBuilder out) {
    StringBuilder line = new StringBuilder(INDENT);
    for (int column : shown) {
      String cell = cells.get(column);
      String pad = " ".repeat(widths[column] - length(cell));
      line.append(kinds.get(column) == Kind.NUMBER ? pad + cell : cell + pad).append(GAP);
    }
    out.append(line.toString().stripTrailing()).append('\n');
  }
}
