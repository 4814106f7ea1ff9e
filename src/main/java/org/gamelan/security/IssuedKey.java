package org.gamelan.security;

/**
 * A key just made: the only time its text is known.
 *
 * @param key what is stored
 * @param text what its owner has to keep
 */
public record IssuedKey(ApiKey key, KeyText text) {}
