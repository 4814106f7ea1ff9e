package org.gamelan.manifest;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One file as it was read.
 *
 * @param file its name for people
 * @param root its content
 * @param positions where everything in it stands
 */
record SourceFile(String file, JsonNode root, Positions positions) {
  /** How deep a manifest may be nested. */
  static final int MAX_DEPTH = 60;

  /** How many values a manifest may have, counting each use of an alias. */
  static final int MAX_NODES = 100_000;

  /** The largest file, in bytes. */
  static final int MAX_BYTES = 1024 * 1024;
}
