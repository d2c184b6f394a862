package org.indexport.examples;

import java.nio.file.Path;

/** Where the whole project is. */
public final class ProjectRoot {
  /** The folder with the README. The build says where this module is, else work starts in it. */
  public static final Path PATH =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("..").normalize();

  private ProjectRoot() {}
}
