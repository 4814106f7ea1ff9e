package org.gamelan.engine;

/**
 * Manifests and agents were read again.
 *
 * @param catalogue what is in force now
 */
public record DefinitionsRead(Catalogue catalogue) {}
