package org.indexport.format.v1;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.indexport.CorruptDumpException;
import org.indexport.DumpSource;
import org.indexport.ReadOptions;
import org.indexport.TruncatedDumpException;

/** What one pass over all members finds, for dumps whose members are in an unusual order. */
final class Catalog {
  private final Blueprint blueprint;
  private final Map<String, List<Member>> sections = new HashMap<>();
  private String brokenFolder = "";

  private Catalog(Blueprint blueprint) {
    this.blueprint = blueprint;
  }

  /** Reads a source from its start to its end. */
  static Catalog scan(DumpSource source, ReadOptions options) throws IOException {
    Catalog catalog = new Catalog(new Blueprint(options.limits()));
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
    } else if (!brokenFolder.isEmpty()) {
      input.budget().keep(input.where(member), 2L * member.path().length());
      sections.computeIfAbsent(brokenFolder, f -> new ArrayList<>()).add(member);
    }
    return true;
  }

  /** The metadata and all indexes. */
  Blueprint blueprint() {
    return blueprint;
  }

  /** The members of a section in file order. */
  List<Member> section(String folder) {
    return sections.getOrDefault(folder, List.of());
  }

  /** Whether everything of a section lies before the place, if any, where the input is broken. */
  boolean isWhole(String folder) {
    return !brokenFolder.equals(folder);
  }
}
