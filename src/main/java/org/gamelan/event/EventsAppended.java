package org.gamelan.event;

/** Told after a commit that stored events, or when another node said that it stored some. */
public record EventsAppended() {}
