package org.indexport.examples.quickstart;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.indexport.DocumentTotals;
import org.indexport.examples.quickstart.SearchResult.Hit;
import org.indexport.transfer.TransferReport;
import org.indexport.transfer.Verification;

/**
 * What a dump is for, in one run: a server's index is dumped, another server builds its own index
 * from the dump, and both are proven to hold the same and to find the same.
 */
final class Quickstart {
  private static final String WORDS = "web server";
  private static final String SECTION = "games";
  private static final long MIN_INSTALLED_KIB = 10 << 10;
  private static final int SHOWN_HITS = 3;
  private static final int SHOWN_TEXT = 38;

  private final Path corpus;
  private final Path folder;
  private final int batchSize;
  private final Courier courier;
  private final Story story;

  /** Brings the dump from one server to the other. */
  @FunctionalInterface
  interface Courier {
    /** Leaves the dump where it is: both servers run on this machine. */
    Courier NONE = dump -> {};

    void carry(Path dump) throws IOException;
  }

  /** The answers to both searches. */
  private record Answers(SearchResult words, SearchResult largest) {}

  /**
   * What the run has shown.
   *
   * @param corpus the packages that were to be indexed
   * @param imported the packages of the index that was made from the dump
   * @param remaining the packages of the dump that was taken after the deletion
   * @param found how many packages the two searches found
   */
  record Outcome(
      DocumentTotals corpus, DocumentTotals imported, DocumentTotals remaining, long found) {}

  /**
   * Prepares a run.
   *
   * @param corpus the packages: gzip'd JSON lines
   * @param folder an empty folder for indexes and dumps
   * @param batchSize how many documents are imported at a time
   * @param courier what happens to the dump before it is imported
   * @param story takes what is to be told
   */
  Quickstart(Path corpus, Path folder, int batchSize, Courier courier, Story story) {
    this.corpus = corpus;
    this.folder = folder;
    this.batchSize = batchSize;
    this.courier = courier;
    this.story = story;
  }

  /**
   * Runs once.
   *
   * @throws DifferenceException if anything differs that must be equal
   * @throws IOException if reading or writing fails, or a dump is damaged
   */
  Outcome run() throws IOException, DifferenceException {
    Path firstHome = folder.resolve("first-server");
    Path secondHome = folder.resolve("second-server");
    PackageServer first = new PackageServer(firstHome.resolve(PackageSchema.INDEX.path()));
    PackageServer second = new PackageServer(secondHome.resolve(PackageSchema.INDEX.path()));
    Path dump = folder.resolve("packages.dump");
    Path dumpAfterDeletion = folder.resolve("packages-without-games.dump");

    index(first);
    Answers answers = search(first);
    dump(firstHome, dump);
    courier.carry(dump);
    importDump(dump, secondHome);
    searchAgain(second, answers);
    DocumentTotals imported = prove(firstHome, dump, secondHome);
    DocumentTotals remaining = delete(second, secondHome, dump, dumpAfterDeletion);
    return new Outcome(
        corpusTotals(), imported, remaining, answers.words.found() + answers.largest.found());
  }

  private void index(PackageServer server) throws IOException {
    Story.Step step = story.step("Index");
    long packages = server.index(corpus);
    server.adopt(PackageSchema.describe());
    step.tell(
        Figures.count(packages) + " Debian packages are in a Lucene index, made without the SDK:");
    step.tell(
        "words, facets and numbers, "
            + size(server.folder())
            + "; one more commit then noted what it holds");
  }

  private Answers search(PackageServer server) throws IOException {
    Story.Step step = story.step("Search");
    Answers answers = ask(server);
    step.tell(
        "\"%s\" is in %s descriptions; the best matches are"
            .formatted(WORDS, Figures.count(answers.words.found())));
    answers.words.top().stream()
        .limit(SHOWN_HITS)
        .forEach(hit -> tell(step, hit, Figures.score(hit.figure())));
    step.tell(
        "%s %s take 10 MiB or more; the largest are"
            .formatted(Figures.count(answers.largest.found()), SECTION));
    answers.largest.top().stream()
        .limit(SHOWN_HITS)
        .forEach(hit -> tell(step, hit, Figures.count((long) hit.figure() >> 10) + " MiB"));
    step.tell(
        answers.largest.facets().entrySet().stream()
            .map(tag -> tag.getKey() + " (" + tag.getValue() + ")")
            .collect(Collectors.joining(", ", "their tags: ", "")));
    return answers;
  }

  private void dump(Path home, Path dump) throws IOException {
    Story.Step step = story.step("Dump");
    long documents = PackageDumps.export(home, dump);
    step.tell(
        "%s documents and the settings are in one file of %s,"
            .formatted(Figures.count(documents), size(dump)));
    step.tell(
        "%s: format %s, an ordinary .tar.zst of JSON lines"
            .formatted(dump.getFileName(), PackageDumps.FORMAT));
  }

  private void importDump(Path dump, Path home) throws IOException, DifferenceException {
    Story.Step step = story.step("Import");
    TransferReport report = PackageDumps.restore(dump, home, batchSize);
    Proof.requireEqual("rejected documents", 0L, report.rejected());
    step.tell(
        "%s documents, in batches of up to %s, made a new index of %s;"
            .formatted(Figures.count(report.acknowledged()), Figures.count(batchSize), size(home)));
    step.tell("the settings in the dump said which fields to give it");
  }

  private void searchAgain(PackageServer server, Answers expected)
      throws IOException, DifferenceException {
    Story.Step step = story.step("Search");
    Answers answers = ask(server);
    Proof.requireEqual("search for \"" + WORDS + "\"", expected.words, answers.words);
    Proof.requireEqual("search for the largest " + SECTION, expected.largest, answers.largest);
    step.tell("the new index gives the same answers: hits, order, scores, facets");
  }

  private DocumentTotals prove(Path firstHome, Path dump, Path secondHome)
      throws IOException, DifferenceException {
    Story.Step step = story.step("Prove");
    Map<String, Verification> held = new LinkedHashMap<>();
    held.put("first index", Proof.ofIndexes(firstHome));
    held.put("dump", Proof.ofDump(dump));
    held.put("new index", Proof.ofIndexes(secondHome));
    Proof.requireEqual(held);
    // The corpus knows nothing of settings, but its lines are the documents.
    DocumentTotals documents = Proof.packages(held.get("new index"));
    Proof.requireEqual("documents of the corpus", corpusTotals(), documents);
    step.tell("corpus, first index, dump and new index hold the same, byte for byte:");
    step.tell(
        "%s documents, hash %s".formatted(Figures.count(documents.documents()), documents.hash()));
    return documents;
  }

  private DocumentTotals corpusTotals() throws IOException {
    // To the SDK a file of JSON lines is a dump like any other, of one index.
    return Proof.ofDump(corpus).totals().values().iterator().next();
  }

  private DocumentTotals delete(PackageServer server, Path home, Path dump, Path later)
      throws IOException, DifferenceException {
    Story.Step step = story.step("Delete");
    long left = server.deleteSection(SECTION);
    PackageDumps.export(home, later);
    DocumentTotals deleted = Proof.ofSection(SECTION, dump);
    DocumentTotals remaining = Proof.packages(Proof.ofDump(later));
    Proof.requireEqual("documents left", left, remaining.documents());
    Proof.requireEqual(
        SECTION + " in the second dump", DocumentTotals.NONE, Proof.ofSection(SECTION, later));
    // Hashes of documents add up, so they can be taken off too.
    Proof.requireEqual(
        "the second dump", Proof.packages(Proof.ofDump(dump)).minus(deleted), remaining);
    step.tell(
        "%s %s are deleted and the index is dumped again: the new dump"
            .formatted(Figures.count(deleted.documents()), SECTION));
    step.tell(
        "has none of them, and exactly the other %s packages"
            .formatted(Figures.count(remaining.documents())));
    return remaining;
  }

  private static Answers ask(PackageServer server) throws IOException {
    return server.search(
        packages ->
            new Answers(packages.describedBy(WORDS), packages.largest(SECTION, MIN_INSTALLED_KIB)));
  }

  private static void tell(Story.Step step, Hit hit, String figure) {
    step.tell("  %-28s %9s  %s".formatted(hit.id(), figure, clip(hit.description())));
  }

  private static String clip(String text) {
    return text.length() <= SHOWN_TEXT ? text : text.substring(0, SHOWN_TEXT - 2) + "..";
  }

  private static String size(Path path) throws IOException {
    return Figures.megabytes(Figures.sizeOf(path));
  }
}
