package org.indexport.examples.server;

import java.io.InputStream;
import java.util.List;

/**
 * What somebody asks for.
 *
 * @param method of HTTP
 * @param path its segments, not escaped any more
 * @param parameters of the query
 * @param body read by who answers, if at all
 */
record Request(String method, List<String> path, Parameters parameters, InputStream body) {
  /** A segment of the path that names something. */
  String name(int segment) {
    return path.get(segment);
  }
}
