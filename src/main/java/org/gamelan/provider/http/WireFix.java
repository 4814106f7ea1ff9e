package org.gamelan.provider.http;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Puts right on the wire what the library cannot say or hears wrong: its types hold only part of
 * JSON Schema, and not every field of a vendor.
 */
@FunctionalInterface
interface WireFix {
  /** Where the library says it all. */
  WireFix NONE = body -> {};

  /** Completes the body of a request before it is sent. */
  void request(ObjectNode body);

  /** Completes one event of a stream before the library reads it. */
  default void event(ObjectNode event) {}
}
