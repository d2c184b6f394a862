package org.indexport.kuzzle;

import java.io.IOException;
import org.indexport.IndexName;
import org.indexport.http.Call;

/** A collection that is being loaded. */
final class CollectionLoad {
  /** What is known of the collection from before. */
  enum Origin {
    /** This import has made it, or continues one that has: it serves nobody yet. */
    OWN,
    /** It was there, and others may use it. */
    LIVE
  }

  private final IndexName name;
  private final Origin origin;
  private final CollectionSettings settings;
  private final Changes changes = new Changes();

  CollectionLoad(IndexName name, Origin origin, CollectionSettings settings) {
    this.name = name;
    this.origin = origin;
    this.settings = settings;
  }

  /** The collection. */
  IndexName name() {
    return name;
  }

  /** What the server changes of documents. */
  Changes changes() {
    return changes;
  }

  /**
   * Has documents found as the dump says; what was there is left as it is.
   *
   * @throws IOException if the server fails
   */
  void restore(KuzzleTransport transport) throws IOException {
    if (origin == Origin.OWN && !settings.wantsNoRefresh()) {
      transport
          .send(
              Call.post(
                  Call.path(String.valueOf(name.namespace()), name.name()), settings.afterwards()))
          .orFail("setting the refresh interval of collection " + name);
    }
  }

  /**
   * Makes what was sent searchable.
   *
   * @throws IOException if the server fails
   */
  void refresh(KuzzleTransport transport) throws IOException {
    transport
        .send(Call.post(StoredCollection.path(name, "_refresh"), ""))
        .orFail("refreshing collection " + name);
  }
}
