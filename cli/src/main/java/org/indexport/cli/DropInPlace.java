package org.indexport.cli;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/**
 * Where a drop-in command reads from or writes to.
 *
 * @param side {@code input} or {@code output}
 * @param text a server without index, a path, or {@code $}
 * @param kind what it is
 * @param names what the URL says after the server: an index, and what belongs to it
 * @param options the options for speaking to a server
 */
record DropInPlace(
    String side, String text, Kind kind, List<String> names, Map<String, String> options) {
  private static final String PIPELINE = "pipeline";
  private static final String PREFERENCE = "preference";

  /** Parameters of requests for what is done anyway. */
  private static final Set<String> NEEDLESS =
      Set.of("refresh", "include_type_name", "scroll", "track_total_hits", "request_cache");

  /** The name of standard input and output. */
  private static final String STREAM = "$";

  /** What a place is. */
  enum Kind {
    SERVER,
    FILE,
    STREAM
  }

  /**
   * Reads the options of one side.
   *
   * @param environment variables of the process
   */
  static DropInPlace of(
      String side, DropInArguments arguments, UnaryOperator<@Nullable String> environment)
      throws IOException {
    String text = arguments.required(side);
    String scheme = text.contains("://") ? text.substring(0, text.indexOf("://")) : "";
    return switch (scheme.toLowerCase(Locale.ROOT)) {
      case "http", "https" -> server(side, text, arguments, environment);
      case "csv" ->
          throw new UsageException(
              "--%s: there is no CSV; use JSON lines: indexport convert --to jsonl"
                  .formatted(side));
      case "s3" ->
          throw new UsageException(
              "--%s: there is no S3; pipe the file, as aws s3 cp … - | … --input=$"
                  .formatted(side));
      case "" ->
          new DropInPlace(
              side, text, text.equals(STREAM) ? Kind.STREAM : Kind.FILE, List.of(), Map.of());
      default ->
          throw new UsageException(
              "--%s: expected http:, https:, a path or $, found %s:".formatted(side, scheme));
    };
  }

  private static DropInPlace server(
      String side,
      String url,
      DropInArguments arguments,
      UnaryOperator<@Nullable String> environment)
      throws IOException {
    int path = url.indexOf('/', url.indexOf("://") + 3);
    String base = path < 0 ? url : url.substring(0, path);
    String rest = path < 0 ? "" : url.substring(path);
    if (rest.contains("?")) {
      throw new UsageException("--%s: requests have parameters of their own".formatted(side));
    }
    Map<String, String> options = new LinkedHashMap<>();
    String index = arguments.text(side + "-index");
    List<String> named = segments(index == null ? rest : index);
    if (index != null) {
      options.put("path-prefix", rest);
    } else if (named.size() > 2) {
      // Index and type are the last two, whatever the server lies behind.
      options.put("path-prefix", "/" + String.join("/", named.subList(0, named.size() - 2)));
      named = named.subList(named.size() - 2, named.size());
    }
    List<String> names = named.stream().map(name -> decoded(side, name)).toList();
    addHeaders(side, arguments, options);
    addParameters(side, arguments, options);
    addTls(side, base, arguments, environment, options);
    Map<String, String> signing = DropInSigning.options(url, arguments);
    options.putAll(signing);
    if (base.indexOf('@') < 0 && signing.isEmpty()) {
      addUser(side, arguments, environment, options);
    }
    return new DropInPlace(side, base, Kind.SERVER, names, options);
  }

  private static String decoded(String side, String name) {
    try {
      return URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "--%s: %s: a percent sign has two hexadecimal digits after it, and is %%25 itself"
              .formatted(side, name));
    }
  }

  private static List<String> segments(String path) {
    return Arrays.stream(path.split("/", -1)).filter(name -> !name.isEmpty()).toList();
  }

  private static void addHeaders(
      String side, DropInArguments arguments, Map<String, String> options) {
    Map<String, String> headers = members(side, "headers", "{\"X-Opaque-Id\":\"dump\"}", arguments);
    if (!headers.isEmpty()) {
      options.put("headers", new JsonObject.Builder().putRaw(headers).build());
    }
  }

  /** The members of a JSON option for both sides and of that for one, as they stand there. */
  private static Map<String, String> members(
      String side, String option, String example, DropInArguments arguments) {
    Map<String, String> members = new LinkedHashMap<>();
    for (String name : List.of(option, side + "-" + option)) {
      String json = arguments.text(name);
      if (json != null) {
        try {
          byte[] text = json.getBytes(StandardCharsets.UTF_8);
          members.putAll(JsonObject.parse(text, 2).rawExcept(Set.of()));
        } catch (MalformedJsonException e) {
          // The text may hold secrets.
          throw new UsageException(
              "--%s: expected a JSON object such as %s".formatted(name, example));
        }
      }
    }
    return members;
  }

  /** Of the parameters of requests, those that mean something to the requests here. */
  private static void addParameters(
      String side, DropInArguments arguments, Map<String, String> options) {
    boolean loads = side.equals("output");
    for (Map.Entry<String, String> parameter :
        members(side, "params", "{\"pipeline\":\"my-pipeline\"}", arguments).entrySet()) {
      String name = parameter.getKey();
      String raw = parameter.getValue();
      if (loads && name.equals(PIPELINE) && raw.matches("\"[^\"\\\\]+\"")) {
        options.put(PIPELINE, raw.substring(1, raw.length() - 1));
      } else if (!loads && name.equals(PREFERENCE) && raw.matches("\"[^\"\\\\]+\"")) {
        options.put(PREFERENCE, raw.substring(1, raw.length() - 1));
      } else if (!NEEDLESS.contains(name) && !(loads && name.equals(PREFERENCE))) {
        throw new UsageException(
            loads
                ? "--output-params: expected a pipeline's name, found '%s'; other parameters have no place here"
                    .formatted(name)
                : "--input-params: expected a preference, found '%s'; other parameters have no place here: choose documents by --searchBody"
                    .formatted(name));
      }
    }
  }

  private static void addTls(
      String side,
      String base,
      DropInArguments arguments,
      UnaryOperator<@Nullable String> environment,
      Map<String, String> options) {
    if (!base.startsWith("https:")) {
      return;
    }
    Map.of(
            "cert", "client-certificate",
            "key", "client-key",
            "pass", "client-key-password",
            "ca", "ca-file")
        .forEach(
            (name, option) -> {
              String own = arguments.text(side + "-" + name);
              String file = own == null ? arguments.text(name) : own;
              if (file != null) {
                options.put(option, file);
              }
            });
    if ("0".equals(environment.apply("NODE_TLS_REJECT_UNAUTHORIZED"))
        && !options.containsKey("ca-file")) {
      options.put("insecure", "true");
    }
  }

  private static void addUser(
      String side,
      DropInArguments arguments,
      UnaryOperator<@Nullable String> environment,
      Map<String, String> options)
      throws IOException {
    String prefix = "ELASTICDUMP_" + side.toUpperCase(Locale.ROOT);
    String user = environment.apply(prefix + "_USERNAME");
    String password = environment.apply(prefix + "_PASSWORD");
    String file = arguments.text("httpAuthFile");
    if (file != null) {
      user = null;
      password = null;
      for (String line : Files.readAllLines(Path.of(file))) {
        int equals = line.indexOf('=');
        String name = equals < 0 ? "" : line.substring(0, equals).strip();
        String value = line.substring(equals + 1).strip();
        user = name.equals("user") ? value : user;
        password = name.equals("password") ? value : password;
      }
      if (user == null || password == null) {
        throw new UsageException(
            "--httpAuthFile: expected the lines user=… and password=… in " + file);
      }
    }
    if (user != null && password != null) {
      options.put("user", user);
      options.put("password", password);
    }
  }

  boolean isServer() {
    return kind == Kind.SERVER;
  }

  /** What people are told of it: never the password of a URL. */
  String shown() {
    if (!isServer()) {
      return text;
    }
    return text.replaceFirst("://.*@", "://");
  }

  /** The same with the index that it names. */
  String shownWithIndex() {
    return index() == null ? shown() : shown() + "/" + index();
  }

  /**
   * Refuses a server whose URL names an index.
   *
   * @throws UsageException if there is one
   */
  void refuseNames() {
    if (!names.isEmpty()) {
      throw new UsageException(
          "--%s: expected a server alone, as %s, found '%s' behind it; choose indexes with --match"
              .formatted(side, shown(), String.join("/", names)));
    }
  }

  /** The index that the URL names, or null for all of them. */
  @Nullable String index() {
    return names.isEmpty() || names.get(0).equals("_all") ? null : names.get(0);
  }

  /** What belongs to the index, such as an alias, or null. */
  @Nullable String detail() {
    return names.size() < 2 ? null : names.get(1);
  }

  /** The same place with one more option for speaking to the server. */
  DropInPlace with(String option, @Nullable String value) {
    if (value == null) {
      return this;
    }
    Map<String, String> more = new LinkedHashMap<>(options);
    more.put(option, value);
    return new DropInPlace(side, text, kind, names, more);
  }

  /** What an input or output is called in our own commands. */
  String name() {
    return kind == Kind.STREAM ? InputOptions.STANDARD : text;
  }
}
