package org.gamelan.security;

/**
 * News: somebody proved with a password who they are.
 *
 * @param caller who
 * @param way {@code form} or {@code basic}
 * @param address where from
 */
public record SignedIn(Caller caller, String way, String address) {}
