package org.indexport.elastic;

import org.indexport.DumpException;

/** A server refused something, or went on asking for patience for too long. */
final class ServerException extends DumpException {
  private static final long serialVersionUID = 1L;

  private final ServerError error;

  private ServerException(String message, ServerError error) {
    super(message);
    this.error = error;
  }

  /**
   * Words a refusal.
   *
   * @param server the server's name
   * @param doing what was asked
   * @param error what it said
   */
  static ServerException of(String server, String doing, ServerError error) {
    return new ServerException(
        "%s: %s: %s; %s".formatted(server, doing, error, nextStep(error)), error);
  }

  private static String nextStep(ServerError error) {
    return switch (error.kind()) {
      case FORBIDDEN ->
          error.status() == 401
              ? "give a user and password, or an API key, that the server knows"
              : "give the user the rights to it (read, view_index_metadata and monitor for dumps,"
                  + " manage and write for imports)";
      case BLOCKED -> "take the block away, or make room on the server's disks";
      case OVERLOADED ->
          error.mentions("cluster_block_exception")
                  || error.mentions("master_not_discovered_exception")
              ? "see whether the cluster has a master, and the server's log"
              : "try again when the server has less to do, or give it more memory";
      case GATEWAY -> "see what lies between here and the server, and in its log";
      case TOO_LARGE -> "raise the server's limit, or its memory";
      case CONTEXT_LOST -> "start again, with a longer keep-alive";
      case MISSING -> "see whether the name is right";
      case REFUSED ->
          error.status() / 100 == 3
              ? "give the address that this one redirects to"
              : "see the server's log for more";
    };
  }

  /** What the server said. */
  ServerError error() {
    return error;
  }
}
