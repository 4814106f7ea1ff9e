package org.gamelan.security;

/**
 * What a rotation of the master key did.
 *
 * @param reencrypted how many secrets are under the first key now
 * @param newKey whether a new key was made
 * @param note what it means and what is left to do
 */
public record KeysRotated(int reencrypted, boolean newKey, String note) {}
