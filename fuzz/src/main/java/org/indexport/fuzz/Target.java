package org.indexport.fuzz;

import java.io.IOException;
import org.indexport.DumpFormats;
import org.indexport.UnknownFormatException;

/**
 * All targets. Those named {@code …-built} take a recipe instead of a file, from which a file is
 * made whose checksums are right: the fuzzer could not guess them.
 */
enum Target {
  V1("v1"),
  V1_BUILT("v1-built"),
  SEEKABLE("seekable"),
  SEEKABLE_BUILT("seekable-built"),
  CONTAINER("container"),
  CONTAINER_BUILT("container-built"),
  V2("v2"),
  V2_BUILT("v2-built"),
  ELASTICDUMP("elasticdump"),
  KOUROU("kourou");

  private final String id;

  Target(String id) {
    this.id = id;
  }

  String id() {
    return id;
  }

  /**
   * The target of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Target of(String id) {
    for (Target target : values()) {
      if (target.id.equals(id)) {
        return target;
      }
    }
    throw new IllegalArgumentException("no target " + id);
  }

  /** What is to be fuzzed. */
  FuzzTarget open() throws IOException {
    return switch (this) {
      case V1 -> dump("v1")::check;
      case V1_BUILT -> {
        DumpAgreement dump = dump("v1");
        yield input -> dump.check(TarRecipe.build(input));
      }
      case SEEKABLE -> SeekableAgreement::check;
      case SEEKABLE_BUILT -> SeekableRecipe::check;
      case CONTAINER -> new ContainerAgreement()::check;
      case CONTAINER_BUILT -> {
        ContainerAgreement container = new ContainerAgreement();
        ContainerRecipe recipe = new ContainerRecipe();
        yield input -> container.check(recipe.build(input));
      }
      case V2 -> dump("v2")::check;
      case V2_BUILT -> {
        DumpAgreement dump = dump("v2");
        ContainerRecipe recipe = new ContainerRecipe();
        yield input -> dump.check(recipe.build(input));
      }
      case ELASTICDUMP -> TextAgreement.ofElasticdump()::check;
      case KOUROU -> TextAgreement.ofKourou()::check;
    };
  }

  private static DumpAgreement dump(String format) throws UnknownFormatException {
    return new DumpAgreement(DumpFormats.load().byId(format));
  }
}
