package org.gamelan.telemetry;

/** Whoever serves clients that follow events; the protocols above tell it. */
@FunctionalInterface
public interface OpenStreams {
  /** How many clients follow events on this node just now. */
  int openStreams();
}
