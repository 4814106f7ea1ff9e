package org.gamelan.event;

/** Told when another node gave a hint. */
public record HintHeard(Hint hint) {}
