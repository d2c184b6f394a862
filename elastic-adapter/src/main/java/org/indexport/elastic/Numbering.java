package org.indexport.elastic;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.indexport.DumpException;
import org.indexport.http.Call;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;

/**
 * What indexes hold, told by the numbers of the operations that wrote their documents. Every write
 * to a shard has a number above all before it, so a shard with as many documents as once, the last
 * of which has the number and the primary term that the last one had then, holds the very same
 * documents. Their order by number does not depend on how the server keeps them. One thread.
 */
final class Numbering {
  private final Transport transport;
  private final Map<String, long[]> last = new HashMap<>();
  private final MessageDigest digest;
  private long documents;

  /**
   * Starts with no index.
   *
   * @param body what searches ask for in any index
   */
  Numbering(Transport transport, SearchBody body) {
    this.transport = transport;
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
    note(body.toString());
  }

  /** Makes a difference between what is told here and elsewhere. */
  void note(String text) {
    digest.update((text + '\n').getBytes(UTF_8));
  }

  /**
   * Adds an index as it is at a moment.
   *
   * @param body what searches in it ask for
   * @throws DumpException if the server refuses
   * @throws IOException if the server does not answer
   */
  void add(PointInTime moment, SearchBody body) throws IOException {
    ServerIndex index = moment.index();
    long[] numbers = new long[index.shards()];
    note(index.name() + ' ' + index.uuid());
    for (int shard = 0; shard < numbers.length; shard++) {
      numbers[shard] = last(moment, body, shard);
    }
    last.put(index.name(), numbers);
  }

  private long last(PointInTime moment, SearchBody body, int shard) throws IOException {
    SearchBody.Slice slice = new SearchBody.Slice(shard, 0, 1);
    Call call =
        Call.post(
                "/_search",
                body.last(moment.member(moment.handle()), slice.member(moment.index().shards())))
            .with("allow_partial_search_results", "false");
    String doing = "asking for the last document of index " + moment.index().name();
    Answer answer = transport.send(call).orFail(doing);
    try {
      JsonObject hits = answer.json().object("hits");
      JsonObject total = hits == null ? null : hits.object("total");
      Long count = total == null ? null : total.number("value");
      List<JsonObject> found = hits == null ? List.of() : hits.objects("hits");
      if (count == null || (count > 0 && found.isEmpty())) {
        throw new DumpException(transport.name() + ": " + doing + ": the server does not tell");
      }
      documents += count;
      if (count == 0) {
        note("none");
        return -1;
      }
      JsonObject hit = found.get(0);
      Long number = hit.number("_seq_no");
      note(count + " " + number + " " + hit.number("_primary_term"));
      return number == null ? -1 : number;
    } catch (MalformedJsonException e) {
      throw answer.malformed(e);
    }
  }

  /** The numbers of a part of a shard: about as many documents as of each other part. */
  SearchBody.Span span(ServerIndex index, SearchBody.Slice slice) {
    long[] numbers = last.get(index.name());
    if (numbers == null || slice.parts() == 1) {
      return SearchBody.Span.ALL;
    }
    long step = numbers[slice.shard()] / slice.parts() + 1;
    boolean isLast = slice.part() == slice.parts() - 1;
    return new SearchBody.Span(
        step * slice.part(), isLast ? Long.MAX_VALUE : step * (slice.part() + 1));
  }

  /** All that was added, in words. Nothing can be added any more. */
  String fingerprint() {
    return "%d indexes, %d documents, state %s"
        .formatted(last.size(), documents, HexFormat.of().formatHex(digest.digest(), 0, 16));
  }
}
