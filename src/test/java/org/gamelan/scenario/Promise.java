package org.gamelan.scenario;

import java.nio.file.Path;

/** Something that a server has taken on, and the proof that it stands by it after a kill. */
interface Promise {
  /** Writes what the server needs for it, before its first start. */
  default void define(Path manifests) {}

  /** Has the server take it on; it is killed soon afterwards. */
  void make(TestServer server);

  /** The server that made it has been killed and another one is started on its data. */
  void assertKept(TestServer server);
}
