package org.indexport.http;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Map;

/** Proves to a server who has sent a request. Thread-safe. */
public interface RequestSigner {
  /**
   * Signs a request as it goes out. One that is sent again is signed anew, since signatures hold
   * for minutes only.
   *
   * @param headers those of the request that describe its body
   * @param body the body's bytes as they go out, which stay as they are
   * @return the headers that the request needs besides
   * @throws IOException if nothing is left to prove it with
   */
  Map<String, String> sign(String method, URI uri, Map<String, String> headers, ByteBuffer body)
      throws IOException;
}
