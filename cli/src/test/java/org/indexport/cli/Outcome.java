package org.indexport.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;

/**
 * What one run of the command line did.
 *
 * @param code the exit code
 * @param out what went to standard output
 * @param err what went to standard error
 */
record Outcome(int code, String out, String err) {
  static Outcome of(Object... arguments) {
    return withInput(new byte[0], arguments);
  }

  static Outcome withInput(byte[] input, Object... arguments) {
    return run(false, input, arguments);
  }

  static Outcome onTerminal(Object... arguments) {
    return run(true, new byte[0], arguments);
  }

  private static Outcome run(boolean interactive, byte[] input, Object... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal = new Terminal(new ByteArrayInputStream(input), out, err, interactive);
    String[] texts = new String[arguments.length];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = arguments[i].toString();
    }
    int code = Indexport.run(terminal, texts);
    return new Outcome(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Standard output, which must be one JSON object and a line break. */
  JsonObject json() throws MalformedJsonException {
    return JsonObject.parse(out.getBytes(StandardCharsets.UTF_8), 100);
  }

  /** The only element of an array of the JSON object. */
  JsonObject only(String array) throws MalformedJsonException {
    var objects = json().objects(array);
    if (objects.size() != 1) {
      throw new AssertionError("not one but " + objects.size() + " in " + out());
    }
    return objects.get(0);
  }
}
