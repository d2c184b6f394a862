package org.indexport.json;

/**
 * Finds the members of envelopes as {@link EnvelopeScanner#write} makes them, one on a line that
 * ends with a line feed, without checking or copying anything. One thread; make one and use it
 * again.
 */
public final class EnvelopeLine {
  private int id;
  private int idEnd;
  private int routing;
  private int routingEnd;
  private int version;
  private int versionEnd;
  private int source;
  private int sourceEnd;

  /** Starts with nothing. */
  public EnvelopeLine() {}

  /**
   * Looks at a line.
   *
   * @param b holds it
   * @param start where it starts
   * @param end where it ends, at its line feed
   */
  public void read(byte[] b, int start, int end) {
    id = -1;
    routing = -1;
    version = -1;
    // After the opening brace, at a member's name; the first letter tells which one it is.
    int i = start + 1;
    while (b[i + 1] != 's') {
      byte first = b[i + 1];
      int value = i + (first == 'i' ? "\"id\":" : "\"routing\":").length();
      int valueEnd = first == 'v' ? numberEnd(b, value) : stringEnd(b, value);
      if (first == 'i') {
        id = value;
        idEnd = valueEnd;
      } else if (first == 'r') {
        routing = value;
        routingEnd = valueEnd;
      } else {
        version = value;
        versionEnd = valueEnd;
      }
      i = valueEnd + 1;
    }
    source = i + "\"source\":".length();
    sourceEnd = end - 1;
  }

  /** Where a string ends that starts at its quote. */
  private static int stringEnd(byte[] b, int quote) {
    int i = quote + 1;
    while (b[i] != '"') {
      i += b[i] == '\\' ? 2 : 1;
    }
    return i + 1;
  }

  private static int numberEnd(byte[] b, int from) {
    int i = from;
    while (b[i] != ',') {
      i++;
    }
    return i;
  }

  /** Where the id starts, at its quote, or -1. */
  public int id() {
    return id;
  }

  /** Where the id ends, if there is one. */
  public int idEnd() {
    return idEnd;
  }

  /** Where the routing starts, at its quote, or -1. */
  public int routing() {
    return routing;
  }

  /** Where the routing ends, if there is one. */
  public int routingEnd() {
    return routingEnd;
  }

  /** Where the version starts, or -1. */
  public int version() {
    return version;
  }

  /** Where the version ends, if there is one. */
  public int versionEnd() {
    return versionEnd;
  }

  /** Where the document starts. */
  public int source() {
    return source;
  }

  /** Where the document ends. */
  public int sourceEnd() {
    return sourceEnd;
  }
}
