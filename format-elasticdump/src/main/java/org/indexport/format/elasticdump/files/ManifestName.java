package org.indexport.format.elasticdump.files;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where our own manifest of a folder lies: beside it, as the tool tolerates nothing within. */
public final class ManifestName {
  private static final String SUFFIX = ".manifest.json";

  /** The version of what is in it. */
  public static final long VERSION = 1;

  /** The member that tells what it is a manifest of. */
  public static final String OF = "of";

  private ManifestName() {}

  /** The manifest of a folder, or null where the folder has no name. */
  public static @Nullable Path beside(Path folder) {
    Path name = folder.toAbsolutePath().normalize().getFileName();
    return name == null ? null : folder.toAbsolutePath().normalize().resolveSibling(name + SUFFIX);
  }
}
