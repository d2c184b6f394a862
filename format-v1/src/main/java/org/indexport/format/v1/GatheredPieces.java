package org.indexport.format.v1;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.indexport.layout.Member;
import org.indexport.layout.SectionPieces;
import org.jspecify.annotations.Nullable;

/** Members of a section that lie anywhere in the file. */
final class GatheredPieces implements SectionPieces {
  private final Rereading contents;
  private final Rereading attachments;
  private final Queue<Member> members;

  /**
   * Starts before the first.
   *
   * @param contents reads the content
   * @param attachments reads the attachments; a second one, since it moves forward best
   * @param members the members in the order in which they are needed
   */
  GatheredPieces(Rereading contents, Rereading attachments, List<Member> members) {
    this.contents = contents;
    this.attachments = attachments;
    this.members = new ArrayDeque<>(members);
  }

  @Override
  public @Nullable Member peek() {
    return members.peek();
  }

  @Override
  public void pass() {
    members.remove();
  }

  @Override
  public InputStream open() throws IOException {
    Member member = members.remove();
    boolean isContent = member.role() instanceof Member.SectionContent;
    return (isContent ? contents : attachments).open(member);
  }
}
