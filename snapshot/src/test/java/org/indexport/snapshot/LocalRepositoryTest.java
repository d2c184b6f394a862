package org.indexport.snapshot;

import java.nio.file.Path;

/** A repository in an ordinary folder. */
class LocalRepositoryTest extends RepositoryContract {
  @Override
  Path newFolder() {
    return temp.resolve("parent").resolve("repository");
  }
}
