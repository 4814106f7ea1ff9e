package org.gamelan.tool.project;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** Gathers one kind of knowledge during a scan. Made anew for each scan. */
interface Collector {
  /** Looks at a file; called in the order of paths. */
  void file(ScannedFile file) throws IOException;

  /** Puts what was gathered into the answer. */
  void report(ObjectNode answer);
}
