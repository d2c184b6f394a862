package org.indexport.examples;

import java.nio.file.Path;

/** Where the whole project is. */
public final class ProjectRoot {
  /** The folder with the README; the build says where this module is, a tool starts within it. */
  public static final Path PATH =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().normalize().getParent();

  private ProjectRoot() {}
}
