package org.indexport.format.v1;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.indexport.CorruptDumpException;
import org.indexport.DumpSource;
import org.indexport.ReadOptions;
import org.indexport.TruncatedDumpException;
import org.indexport.layout.Blueprint;
import org.indexport.layout.Member;
import org.indexport.spi.BlueprintJson;
import org.indexport.spi.BlueprintJson.SectionHead;
import org.jspecify.annotations.Nullable;

/** What one pass over all members finds, for dumps whose members are in an unusual order. */
final class Catalog {
  /** The members of one section. */
  static final class SectionMembers {
    private final List<Member> inFile = new ArrayList<>();
    private @Nullable SectionHead head;

    /** What {@code section.json} says, or null when there is none. */
    @Nullable SectionHead head() {
      return head;
    }

    /** All but {@code section.json}: first the content, then the attachments; each by number. */
    List<Member> inOrder() {
      Map<String, List<Member>> runs = new LinkedHashMap<>();
      runs.put("", new ArrayList<>());
      for (Member member : inFile) {
        if (member.role() instanceof Member.SectionContent) {
          runs.computeIfAbsent("", name -> new ArrayList<>()).add(member);
        } else if (member.role() instanceof Member.SectionAttachment attachment) {
          runs.computeIfAbsent(attachment.escapedName(), name -> new ArrayList<>()).add(member);
        }
      }
      List<Member> ordered = new ArrayList<>();
      for (List<Member> run : runs.values()) {
        run.sort((a, b) -> Long.compare(number(a), number(b)));
        ordered.addAll(run);
      }
      return ordered;
    }

    /** Whether it can be read where it lies. */
    boolean isInOrder() {
      boolean together =
          !inFile.isEmpty()
              && inFile.get(inFile.size() - 1).position() - inFile.get(0).position() + 1
                  == inFile.size();
      return together
          && inFile.get(0).role() instanceof Member.SectionHead
          && inFile.subList(1, inFile.size()).equals(inOrder());
    }

    private static long number(Member member) {
      return member.role() instanceof Member.SectionContent content
          ? content.number()
          : ((Member.SectionAttachment) member.role()).number();
    }
  }

  private final ReadOptions options;
  private final Blueprint blueprint;
  private final Map<String, SectionMembers> sections = new HashMap<>();
  private String brokenFolder = "";
  private boolean closing;

  private Catalog(ReadOptions options) {
    this.options = options;
    this.blueprint = new Blueprint(options.limits(), FormatV1.VERSION);
  }

  /** Reads a source from its start to its end. */
  static Catalog scan(DumpSource source, ReadOptions options) throws IOException {
    Catalog catalog = new Catalog(options);
    try (V1Input input = V1Input.open(source, options)) {
      boolean more = true;
      while (more) {
        try {
          more = catalog.addNext(input);
        } catch (CorruptDumpException | TruncatedDumpException e) {
          if (options.damage() == ReadOptions.Damage.REFUSE || !catalog.blueprint.hasMetadata()) {
            throw e;
          }
          more = !input.isBroken();
        }
      }
    }
    return catalog;
  }

  private boolean addNext(V1Input input) throws IOException {
    Member member = input.next();
    if (member == null) {
      brokenFolder = "";
      return false;
    }
    brokenFolder = member.role().folder();
    if (member.role() instanceof Member.Metadata) {
      blueprint.readMetadata(input, member);
    } else if (member.role() instanceof Member.Index index) {
      blueprint.readIndex(input, member, index.name());
    } else if (member.role() instanceof Member.Closing) {
      closing = true;
    } else if (!brokenFolder.isEmpty()) {
      addSection(input, member);
    }
    return true;
  }

  private void addSection(V1Input input, Member member) throws IOException {
    input.budget().keep(input.where(member), 2L * member.path().length());
    SectionMembers section =
        sections.computeIfAbsent(member.role().folder(), folder -> new SectionMembers());
    section.inFile.add(member);
    if (member.role() instanceof Member.SectionHead) {
      section.head =
          new BlueprintJson(input.where(member), options.limits()).readSection(input.text(member));
    }
  }

  /** The metadata and all indexes. */
  Blueprint blueprint() {
    return blueprint;
  }

  /** Whether there is a closing part. */
  boolean isClosed() {
    return closing;
  }

  /** The members of a section. */
  SectionMembers section(String folder) {
    return sections.getOrDefault(folder, new SectionMembers());
  }

  /** Whether everything of a section lies before the place, if any, where the input is broken. */
  boolean isWhole(String folder) {
    return !brokenFolder.equals(folder);
  }
}
