package org.indexport.format.v2;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.indexport.format.v2.SalvageSurvey.Found;
import org.indexport.format.v2.SalvageSurvey.Kind;
import org.indexport.layout.Member;
import org.jspecify.annotations.Nullable;

/** Whether all of a section was found. */
final class SalvagedSection {
  private static final String UNPROVABLE = "without the manifest nobody knows whether it is whole";

  private final SalvageSurvey survey;
  private final @Nullable V2Manifest said;
  private final boolean isFolder;
  private final List<@Nullable String> names;
  private final String folder;

  /**
   * Prepares.
   *
   * @param names under which name each find is to be written, or null
   * @param folder the section's
   */
  SalvagedSection(
      SalvageSurvey survey,
      @Nullable V2Manifest said,
      boolean isFolder,
      List<@Nullable String> names,
      String folder) {
    this.survey = survey;
    this.said = said;
    this.isFolder = isFolder;
    this.names = names;
    this.folder = folder;
  }

  /** Why it cannot be kept, or null. */
  @Nullable String problem() {
    if (said != null) {
      return problem(said);
    }
    if (isFolder) {
      return UNPROVABLE;
    }
    return isGapless() && isFollowed() ? null : "it is not proven to be whole";
  }

  private @Nullable String problem(V2Manifest manifest) {
    Set<String> there = new HashSet<>(names);
    for (MemberEntry entry : manifest.members()) {
      boolean isPiece = survey.role(entry.name()).folder().equals(folder);
      if (isPiece && !there.contains(entry.name())) {
        return entry.name() + " is lost";
      }
    }
    return null;
  }

  /** Whether the description is there, and the pieces from the first to the last. */
  private boolean isGapless() {
    Map<String, Long> last = new HashMap<>();
    boolean head = false;
    for (String name : names) {
      Member.Role role = name == null ? new Member.Other() : survey.role(name);
      if (!role.folder().equals(folder)) {
        continue;
      }
      head |= role instanceof Member.SectionHead;
      boolean isNext = true;
      if (role instanceof Member.SectionContent content) {
        isNext = last.merge("", 1L, Long::sum) == content.number();
      } else if (role instanceof Member.SectionAttachment piece) {
        isNext = last.merge(piece.escapedName(), 1L, Long::sum) == piece.number();
      }
      if (!head || !isNext) {
        return false;
      }
    }
    return head;
  }

  /** Whether nothing is lost within or after it, before something else comes. */
  private boolean isFollowed() {
    boolean inside = false;
    for (Found found : survey.finds()) {
      String name = found.name();
      boolean isOurs =
          name != null && found.kind() != Kind.LOST && folder.equals(CopyInput.sectionFolder(name));
      if (inside && !isOurs) {
        return found.kind() == Kind.SMALL || found.kind() == Kind.PAYLOAD;
      }
      inside |= isOurs;
    }
    return false;
  }
}
