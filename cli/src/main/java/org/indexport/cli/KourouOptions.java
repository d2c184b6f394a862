package org.indexport.cli;

import static org.indexport.cli.DropInOption.flag;
import static org.indexport.cli.DropInOption.ignoredFlag;
import static org.indexport.cli.DropInOption.ignoredValue;
import static org.indexport.cli.DropInOption.refusedFlag;
import static org.indexport.cli.DropInOption.refusedValue;
import static org.indexport.cli.DropInOption.value;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The options of kourou's commands, and what we make of each. */
final class KourouOptions {
  private static final String PAGES = "pages are as large as the server gives them best";

  private KourouOptions() {}

  static Map<String, DropInOption> ofIndexExport() {
    List<DropInOption> all = ofExport();
    all.add(ignoredValue("scrollTTL", "the server is asked in time"));
    return withServer(all);
  }

  static Map<String, DropInOption> ofCollectionExport() {
    List<DropInOption> all = ofExport();
    all.add(value("scrollTTL", "how long the server keeps a scroll that nobody asks, as 20s"));
    all.add(refusedFlag("editor", "put the query into --query, or into a file: --query @FILE"));
    all.add(value("fields", "the columns of format csv, as title,author.name"));
    return withServer(all);
  }

  private static List<DropInOption> ofExport() {
    List<DropInOption> all = new ArrayList<>();
    all.add(value("path", "the folder that gets the folder of the index; default: this one"));
    all.add(value("query", "Elasticsearch's query for the documents, as JSON or @FILE"));
    all.add(value("format", "jsonl, kuzzle or csv; only jsonl can be imported"));
    all.add(value("type", "all, data or mappings"));
    all.add(ignoredValue("batch-size", PAGES));
    return all;
  }

  static Map<String, DropInOption> ofIndexImport() {
    List<DropInOption> all = ofImport();
    all.add(value("index", "the name that the index gets"));
    return withServer(all);
  }

  static Map<String, DropInOption> ofCollectionImport() {
    List<DropInOption> all = ofImport();
    all.add(value("index", "the name that the index gets"));
    all.add(value("collection", "the name that the collection gets"));
    return withServer(all);
  }

  private static List<DropInOption> ofImport() {
    List<DropInOption> all = new ArrayList<>();
    all.add(flag("no-mappings", "documents only, into collections that are there"));
    all.add(value("batch-size", "how many documents a request holds at most"));
    return all;
  }

  static Map<String, DropInOption> ofImportOfAll() {
    List<DropInOption> all = new ArrayList<>();
    all.add(value("batch-size", "how many documents a request holds at most"));
    all.add(flag("preserve-anonymous", "the role anonymous of the server stays as it is"));
    return withServer(all);
  }

  static Map<String, DropInOption> ofSecurityExport(String folder) {
    List<DropInOption> all = new ArrayList<>();
    all.add(value("path", "the folder that gets the file; default: " + folder));
    return withServer(all);
  }

  static Map<String, DropInOption> ofUserExport() {
    List<DropInOption> all = new ArrayList<>();
    all.add(value("path", "the folder that gets the file; default: users"));
    all.add(value("exclude", "leaves out users whose ids this expression finds; repeatable"));
    all.add(flag("generate-credentials", "gives each user a new password, in clear"));
    all.add(value("generated-username", "the member that is the login name; default: _id"));
    all.add(ignoredValue("batch-size", PAGES));
    return withServer(all);
  }

  static Map<String, DropInOption> ofRoleImport() {
    List<DropInOption> all = new ArrayList<>();
    all.add(flag("preserve-anonymous", "the role anonymous of the server stays as it is"));
    return withServer(all);
  }

  static Map<String, DropInOption> ofServer() {
    return withServer(new ArrayList<>());
  }

  private static Map<String, DropInOption> withServer(List<DropInOption> all) {
    all.add(value("host", "the server; default: KUZZLE_HOST, localhost"));
    all.add(value("port", "its port; default: KUZZLE_PORT, 7512"));
    all.add(flag("ssl", "speak TLS; default: KUZZLE_SSL"));
    all.add(value("username", "who logs in; default: KUZZLE_USERNAME, anonymous"));
    all.add(value("password", "the password; default: KUZZLE_PASSWORD"));
    all.add(value("api-key", "an API key instead of these; default: KUZZLE_API_KEY"));
    all.add(ignoredValue("protocol", "HTTP is spoken, which a Kuzzle answers at the same port"));
    all.add(refusedValue("as", "log in as that user"));
    all.add(flag("quiet", "tell nothing but failures"));
    all.add(ignoredFlag("debug", "failures say what they know"));
    Map<String, DropInOption> options = new LinkedHashMap<>();
    all.forEach(option -> options.put(option.name(), option));
    return options;
  }
}
