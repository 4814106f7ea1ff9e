package org.gamelan.memory;

/**
 * Where a question points to.
 *
 * @param space which model's directions these are
 * @param vector see {@link MemoryVector}
 */
record Direction(String space, byte[] vector) {}
