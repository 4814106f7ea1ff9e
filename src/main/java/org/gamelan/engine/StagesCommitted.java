package org.gamelan.engine;

/**
 * Told on this node after a transaction that made ends of stage runs durable.
 *
 * @param runs how many shared it
 */
public record StagesCommitted(int runs) {}
