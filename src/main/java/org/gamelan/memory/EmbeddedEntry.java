package org.gamelan.memory;

import java.util.UUID;

/**
 * The vector that was made of an entry.
 *
 * @param id the entry
 * @param version the version it was made of
 * @param direction the vector
 */
record EmbeddedEntry(UUID id, int version, Direction direction) {}
