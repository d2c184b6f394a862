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
import java.util.Locale;
import java.util.Map;

/** The options that elasticdump and multielasticdump have, in the order of the help. */
final class DropInOptions {
  private static final String EXACT = "numbers are exact anyway";
  private static final String AT_ONCE = "requests are sent as fast as the server takes them";
  private static final String RETRIES = "requests are tried again for 5 minutes, also after a 429";
  private static final String TRUTH = "the exit code tells what became of the documents";
  private static final String CSV = "there is no CSV; convert the dump --to jsonl and then to CSV";
  private static final String S3 = "copy the files to or from S3 with the tool of your choice";
  private static final String SOCKS = "use a tunnel, as of ssh -L, and its local address";
  private static final String SCRIPTS =
      "no scripts are run; a pipe of --output=$ through your script does the same";

  private DropInOptions() {}

  /** The options of elasticdump. */
  static Map<String, DropInOption> ofElasticdump() {
    List<DropInOption> all = new ArrayList<>();
    all.add(value("input", "a server's URL with its index, a file, or $ for standard input"));
    all.add(value("output", "the same for where it goes; $ is standard output"));
    all.add(
        value(
            "type",
            "data, index, settings, analyzer, mapping, alias, template, index_template,"
                + " component_template, script or policy"));
    all.add(value("input-index", "the index, where the URL names what the server lies behind"));
    all.add(value("output-index", "the same for the output"));
    addSelecting(all);
    all.add(value("offset", "lines of a file to pass over; servers refuse it since version 6"));
    all.add(flag("sourceOnly", "only the documents, nothing around them; not loadable"));
    addFiles(all);
    all.add(
        value("fileSize", "cut the output into files of this size, as 10mb: NAME.split-0.json"));
    all.add(value("maxRows", "cut the output into files of so many lines"));
    all.add(
        value(
            "bulkAction",
            "index, or create, which leaves documents alone that are there; others are refused"));
    all.add(flag("handleVersion", "versions of documents are read, and kept when loading"));
    all.add(value("versionType", "external or external_gte; others are refused"));
    all.add(flag("skip-existing", "an index that exists is no error when its analyzer is loaded"));
    all.add(flag("filterSystemTemplates", "leave templates of the system out; default: true"));
    all.add(value("templateRegex", "the names of these"));
    addServers(all);
    all.add(value("pitKeepAlive", "as scrollTime"));
    addAccepted(all);
    all.add(refusedFlag("delete", "nothing is deleted while it is read; delete the index later"));
    all.add(refusedFlag("delete-with-routing", "nothing is deleted while it is read"));
    all.add(refusedValue("scrollId", "to resume: indexport dump --checkpoint FILE --resume"));
    all.add(refusedValue("searchBodyTemplate", SCRIPTS));
    all.add(refusedFlag("searchWithTemplate", "put the query itself into --searchBody"));
    all.add(refusedValue("inputTransport", SCRIPTS));
    all.add(refusedValue("outputTransport", SCRIPTS));
    all.add(refusedValue("format", "the output is JSON; for people, use indexport cat"));
    all.add(
        refusedFlag(
            "openSearchServerless",
            "the shards of a collection cannot be read one by one; use a domain"));
    all.add(refusedFlag("heapSnapshot", "use jcmd PID GC.heap_dump FILE"));
    addSocks(all);
    addRefused(all);
    return byName(all);
  }

  /** The options of multielasticdump. */
  static Map<String, DropInOption> ofMultielasticdump() {
    List<DropInOption> all = new ArrayList<>();
    all.add(value("direction", "dump or load; default: dump"));
    all.add(value("input", "dump: a server's URL; load: a folder"));
    all.add(value("output", "dump: a folder; load: a server's URL"));
    all.add(value("match", "a regular expression that names, or aliases, are to contain"));
    all.add(value("matchType", "alias, datastream or both; default: alias, which is by index"));
    all.add(value("order", "asc or desc, by name"));
    all.add(value("ignoreType", "types that are left out besides analyzer, alias and index"));
    all.add(value("includeType", "only these types, of data, mapping, settings, template, …"));
    for (String type :
        List.of("Data", "Mapping", "Settings", "Template", "Analyzer", "Alias", "Index")) {
      all.add(flag("ignore" + type, "the same as --ignoreType=" + type.toLowerCase(Locale.ROOT)));
    }
    all.add(flag("ignoreChildError", "go on with the next index after a failure; it ends with 1"));
    all.add(value("parallel", "how many threads work; default: one for each processor"));
    all.add(flag("delete", "load: the indexes are deleted first; refused for dumps"));
    addSelecting(all);
    addFiles(all);
    addServers(all);
    addAccepted(all);
    all.add(ignoredValue("interval", "nothing waits between two indexes"));
    all.add(ignoredFlag("skip-existing", "an index that exists gets the documents and new fields"));
    all.add(ignoredValue("offset", "it does nothing in the original"));
    all.add(refusedValue("customMatcher", "no scripts are run; use --match"));
    all.add(refusedValue("scrollId", "to resume: indexport dump --checkpoint FILE --resume"));
    all.add(refusedFlag("searchWithTemplate", "put the query itself into --searchBody"));
    all.add(refusedValue("fileSize", "the original ignores it; use elasticdump for one index"));
    addRefused(all);
    return byName(all);
  }

  private static void addSelecting(List<DropInOption> all) {
    all.add(value("size", "at most so many documents of each index"));
    all.add(value("limit", "loading: the most documents of a request; reading finds its own"));
    all.add(value("searchBody", "JSON or @FILE: its query, and which fields _source is to have"));
    all.add(
        value(
            "transform",
            "drop:FIELD,… keep:FIELD,… rename:FIELD=NAME set:FIELD=JSON; scripts are refused"));
  }

  private static void addFiles(List<DropInOption> all) {
    all.add(flag("fsCompress", "write gzip; reading sees by itself what is packed"));
    all.add(value("compressionLevel", "1 to 9"));
    all.add(flag("overwrite", "replace files that exist"));
  }

  private static void addServers(List<DropInOption> all) {
    all.add(value("prefix", "put before the name of the target index"));
    all.add(value("suffix", "put after it"));
    for (String side : List.of("", "input-", "output-")) {
      all.add(value(side + "headers", "headers for each request, as JSON"));
      all.add(value(side + "cert", "the client's certificate, in PEM"));
      all.add(value(side + "key", "its private key, in PEM"));
      all.add(value(side + "ca", "the authorities to trust, in PEM"));
      all.add(value(side + "pass", "the key's pass phrase"));
      all.add(value(side + "params", "JSON: of the input, preference; of the output, pipeline"));
    }
    all.add(flag("tlsAuth", "use the certificate; not needed, naming one is enough"));
    all.add(value("httpAuthFile", "a file with the lines user=… and password=…"));
    addAws(all);
    all.add(flag("esCompress", "gzip on the way"));
    all.add(value("scrollTime", "how long the server keeps a moment when nobody asks"));
    all.add(value("timeout", "milliseconds that the server may be silent"));
    all.add(value("concurrency", "loading: how many requests may be on their way"));
    all.add(flag("quiet", "only errors"));
    all.add(flag("debug", "on failure, print the stack trace too"));
  }

  private static void addAws(List<DropInOption> all) {
    all.add(flag("awsChain", "sign for AWS, with keys as its tools find them"));
    all.add(value("awsAccessKeyId", "sign for AWS, with this key"));
    all.add(value("awsSecretAccessKey", "and its secret"));
    all.add(value("sessionToken", "and its token, if it is a temporary one"));
    all.add(value("awsIniFileProfile", "sign for AWS, with the keys of this profile"));
    all.add(value("awsIniFileName", "its file in ~/.aws; default: credentials, then config"));
    all.add(value("awsRegion", "the region; default: as the host or the environment says"));
    all.add(value("awsService", "es or aoss; default: as the host says"));
    all.add(value("awsUrlRegex", "which URLs are signed; default: those of amazonaws.com"));
  }

  private static void addAccepted(List<DropInOption> all) {
    all.add(ignoredFlag("support-big-int", EXACT));
    all.add(ignoredValue("big-int-fields", EXACT));
    all.add(ignoredFlag("scroll-with-post", "it always is a POST"));
    all.add(ignoredFlag("carryoverConcurrencyCount", AT_ONCE));
    all.add(ignoredValue("intervalCap", AT_ONCE));
    all.add(ignoredValue("concurrencyInterval", AT_ONCE));
    all.add(ignoredFlag("noRefresh", "there is one refresh, at the end"));
    all.add(ignoredValue("retryAttempts", RETRIES));
    all.add(ignoredValue("retryDelay", RETRIES));
    all.add(ignoredValue("retryDelayBase", RETRIES));
    all.add(ignoredFlag("customBackoff", RETRIES));
    all.add(ignoredValue("scrollRetryDelay", RETRIES));
    all.add(ignoredValue("throttleInterval", AT_ONCE));
    all.add(ignoredValue("maxSockets", AT_ONCE));
    all.add(ignoredFlag("searchAfter", "points in time are used wherever the server has them"));
    all.add(ignoredFlag("pit", "points in time are used wherever the server has them"));
    all.add(ignoredValue("parseExtraFields", "routing and version are always kept"));
    all.add(ignoredFlag("ignore-errors", TRUTH));
    all.add(ignoredFlag("ignore-es-write-errors", TRUTH));
    all.add(ignoredValue("force-os-version", "OpenSearch is known as what it is"));
    all.add(ignoredFlag("jsonLines", "it is always JSON lines"));
    all.add(ignoredFlag("toLog", "nothing but documents goes to standard output"));
  }

  private static void addSocks(List<DropInOption> all) {
    for (String name :
        List.of("inputSocksProxy", "inputSocksPort", "outputSocksProxy", "outputSocksPort")) {
      all.add(refusedValue(name, SOCKS));
    }
    for (String name :
        List.of(
            "csvConfigs",
            "csvDelimiter",
            "csvRowDelimiter",
            "csvIdColumn",
            "csvIndexColumn",
            "csvTypeColumn",
            "csvCustomHeaders",
            "csvMaxRows",
            "csvSkipLines",
            "csvSkipRows",
            "csvQuoteChar",
            "csvEscapeChar")) {
      all.add(refusedValue(name, CSV));
    }
    for (String name :
        List.of(
            "csvFirstRowAsHeaders",
            "csvRenameHeaders",
            "csvWriteHeaders",
            "csvHandleNestedData",
            "csvIgnoreEmpty",
            "csvIgnoreAutoColumns",
            "csvTrim",
            "csvRTrim",
            "csvLTrim",
            "csvDiscardUnmappedColumns",
            "csvIncludeEndRowDelimiter")) {
      all.add(refusedFlag(name, CSV));
    }
  }

  private static void addRefused(List<DropInOption> all) {
    for (String name :
        List.of(
            "s3AccessKeyId",
            "s3SecretAccessKey",
            "s3SessionToken",
            "s3Region",
            "s3Endpoint",
            "s3ServerSideEncryption",
            "s3SSEKMSKeyId",
            "s3ACL",
            "s3StorageClass",
            "s3Options",
            "s3Configs")) {
      all.add(refusedValue(name, S3));
    }
    for (String name : List.of("s3SSLEnabled", "s3ForcePathStyle", "s3Compress")) {
      all.add(refusedFlag(name, S3));
    }
  }

  private static Map<String, DropInOption> byName(List<DropInOption> all) {
    Map<String, DropInOption> byName = new LinkedHashMap<>();
    all.forEach(option -> byName.put(option.name(), option));
    return byName;
  }
}
