package org.gamelan.security;

/**
 * News: somebody tried to come in and was refused.
 *
 * @param name the name that was given, cut to a length that can be stored; for keys their first
 *     characters
 * @param way {@code form}, {@code basic} or {@code key}
 * @param address where from
 * @param reason {@code wrong-credentials} or {@code too-many-attempts}
 */
public record SignInFailed(String name, String way, String address, String reason) {}
