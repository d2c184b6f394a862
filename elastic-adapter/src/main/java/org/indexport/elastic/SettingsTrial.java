package org.indexport.elastic;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.indexport.http.Call;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers settings to a server until it takes them: which ones it knows depends on its version and
 * its plugins, and it names one that it does not know.
 */
final class SettingsTrial {
  private static final Logger LOG = LoggerFactory.getLogger(SettingsTrial.class);
  private static final int MOST_ATTEMPTS = 50;
  private static final Pattern REFUSED =
      Pattern.compile(
          "unknown setting \\[([^\\]]{1,500})\\]"
              + "|private index setting \\[([^\\]]{1,500})\\] can not be set explicitly");

  private final Transport transport;

  SettingsTrial(Transport transport) {
    this.transport = transport;
  }

  /**
   * Offers settings, without those that the server refused before, until it names no more of them.
   *
   * @param index the index, for messages
   * @param call makes the request
   * @return the last answer, whatever its status
   * @throws IOException if the server does not answer
   */
  Answer offer(String index, Map<String, String> settings, Function<Map<String, String>, Call> call)
      throws IOException {
    Map<String, String> rest = new LinkedHashMap<>(settings);
    for (int attempt = 1; ; attempt++) {
      Answer answer = transport.send(call.apply(rest));
      if (answer.isOk() || attempt == MOST_ATTEMPTS) {
        return answer;
      }
      Set<String> refused = named(answer.error().text());
      refused.retainAll(rest.keySet());
      if (refused.isEmpty()) {
        return answer;
      }
      LOG.warn(
          "{}: index {}: left out, as the server does not take them: {}",
          transport.name(),
          index,
          String.join(", ", refused));
      rest.keySet().removeAll(refused);
    }
  }

  private static Set<String> named(String error) {
    Set<String> names = new LinkedHashSet<>();
    Matcher matcher = REFUSED.matcher(error);
    while (matcher.find()) {
      String unknown = matcher.group(1);
      names.add(unknown == null ? matcher.group(2) : unknown);
    }
    return names;
  }
}
