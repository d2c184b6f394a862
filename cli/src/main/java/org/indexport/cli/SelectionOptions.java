package org.indexport.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.indexport.transfer.Contents;
import org.indexport.transfer.FieldTransform;
import org.indexport.transfer.Secrets;
import org.indexport.transfer.Selection;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** What is transferred, and under which names. */
final class SelectionOptions {
  @Option(
      names = "--index",
      paramLabel = "GLOB",
      description = "Only indexes of such names; without '/' in every namespace. Repeatable.")
  List<String> indexes = new ArrayList<>();

  @Option(
      names = "--rename",
      paramLabel = "OLD=NEW",
      description = "Another name in the target. Repeatable.")
  List<String> renames = new ArrayList<>();

  @ArgGroup(exclusive = true)
  @Nullable ContentOptions contents;

  @ArgGroup(exclusive = true)
  @Nullable SectionOptions sections;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most so many documents of each index.")
  @Nullable Long limit;

  @Option(
      names = "--transform",
      paramLabel = "RULE",
      description = {
        "Change fields of the documents, whose other bytes stay as they are: drop:FIELD,…"
            + " keep:FIELD,… rename:FIELD=NAME set:FIELD=JSON. A field is written a.b, or /a.b as a"
            + " JSON pointer. Repeatable, in order."
      })
  List<String> transforms = new ArrayList<>();

  @Option(
      names = "--flatten",
      paramLabel = "PATTERN",
      description = "Names in a target without namespaces; default: {namespace}__{name}.")
  @Nullable String flatten;

  @Option(
      names = "--namespace",
      paramLabel = "NAME",
      description = "The namespace of indexes that have none.")
  @Nullable String namespace;

  /** Settings or documents, not both. */
  static final class ContentOptions {
    @Option(names = "--settings-only", description = "Settings and side data, no documents.")
    boolean settingsOnly;

    @Option(names = "--documents-only", description = "Documents, no settings and no side data.")
    boolean documentsOnly;
  }

  /** Whether indexes are chosen, and no side data of the whole instance. */
  boolean isOfIndexes() {
    return !indexes.isEmpty() && sections == null;
  }

  /** Some sections or none. */
  static final class SectionOptions {
    @Option(
        names = "--sections",
        paramLabel = "GLOB",
        description =
            "Only side data of such names; what belongs to a whole instance goes into a live"
                + " target only if named. Repeatable.")
    List<String> globs = new ArrayList<>();

    @Option(names = "--no-sections", description = "No side data.")
    boolean none;
  }

  /** Whether everything is read and compared with what the dump says of itself. */
  boolean readsEverything() {
    return indexes.isEmpty() && contents() != Contents.SETTINGS_ONLY;
  }

  /** What of each index is wanted. */
  Contents contents() {
    if (contents == null) {
      return Contents.EVERYTHING;
    }
    return contents.settingsOnly ? Contents.SETTINGS_ONLY : Contents.DOCUMENTS_ONLY;
  }

  /** How documents are changed, or null when they stay as they are. */
  @Nullable FieldTransform transform() {
    return transforms.isEmpty() ? null : FieldTransform.of(transforms);
  }

  /** The selection that the options describe. */
  Selection selection() {
    return selection(Secrets.WHERE_KEPT);
  }

  /** The same selection, but of indexes of other names. */
  Selection selection(Collection<String> names) {
    return selection(names, Secrets.WHERE_KEPT);
  }

  /** The selection that the options describe, with or without secrets. */
  Selection selection(Secrets secrets) {
    return selection(indexes, secrets);
  }

  private Selection selection(Collection<String> names, Secrets secrets) {
    Selection.Builder selection =
        Selection.builder().contents(contents()).namespace(namespace).secrets(secrets);
    names.forEach(selection::index);
    for (String rename : renames) {
      int equals = rename.indexOf('=');
      if (equals < 1 || equals == rename.length() - 1) {
        throw new UsageException("--rename: expected OLD=NEW, found '%s'".formatted(rename));
      }
      selection.rename(rename.substring(0, equals), rename.substring(equals + 1));
    }
    if (sections != null) {
      sections.globs.forEach(selection::section);
      if (sections.none) {
        selection.noSections();
      }
    }
    if (limit != null) {
      selection.limit(limit);
    }
    FieldTransform transform = transform();
    if (transform != null) {
      selection.transform(transform);
    }
    if (flatten != null) {
      selection.flatten(flatten);
    }
    return selection.build();
  }
}
