package org.indexport.json;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Writes doubles as ECMAScript does: with the fewest digits that read back as the same double. */
public final class EcmaNumber {
  /** From this many digits before the point on, ECMAScript writes an exponent. */
  private static final int MAX_WHOLE_DIGITS = 21;

  /** From this many zeros after the point on, ECMAScript writes an exponent. */
  private static final int MAX_LEADING_ZEROS = 6;

  private EcmaNumber() {}

  /** The text of a finite double. */
  public static String format(double value) {
    if (value == 0) {
      return "0";
    }
    String sign = value < 0 ? "-" : "";
    return sign + formatPositive(Math.abs(value));
  }

  private static String formatPositive(double value) {
    BigDecimal shortest = shortest(value);
    String digits = shortest.unscaledValue().toString();
    int count = digits.length();
    int point = count - shortest.scale();
    if (count <= point && point <= MAX_WHOLE_DIGITS) {
      return digits + "0".repeat(point - count);
    }
    if (0 < point && point <= MAX_WHOLE_DIGITS) {
      return digits.substring(0, point) + "." + digits.substring(point);
    }
    if (-MAX_LEADING_ZEROS < point && point <= 0) {
      return "0." + "0".repeat(-point) + digits;
    }
    String fraction = count == 1 ? "" : "." + digits.substring(1);
    return digits.charAt(0) + fraction + (point > 0 ? "e+" : "e") + (point - 1);
  }

  /**
   * The shortest decimal that reads back as the value, without trailing zeros. Java 17's own
   * conversion is not always that short, and Jackson's never looks below two digits.
   */
  private static BigDecimal shortest(double value) {
    BigDecimal decimal = new BigDecimal(NumberOutput.toString(value, true)).stripTrailingZeros();
    if (decimal.precision() != 2) {
      return decimal;
    }
    BigDecimal exact = new BigDecimal(value);
    BigDecimal best = decimal;
    for (RoundingMode mode : new RoundingMode[] {RoundingMode.DOWN, RoundingMode.UP}) {
      BigDecimal digit = decimal.setScale(decimal.scale() - 1, mode).stripTrailingZeros();
      boolean nearer =
          best.precision() == 2
              || digit.subtract(exact).abs().compareTo(best.subtract(exact).abs()) < 0;
      if (digit.doubleValue() == value && nearer) {
        best = digit;
      }
    }
    return best;
  }
}
