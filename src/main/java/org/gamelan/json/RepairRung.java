package org.gamelan.json;

/**
 * One step that was tried to make an answer fit.
 *
 * @param rung {@code parse}, {@code repair}, {@code validate}, {@code ask}, {@code model} or {@code
 *     person}
 * @param ok whether the answer fitted after it
 * @param message what was found or done
 */
public record RepairRung(String rung, boolean ok, String message) {}
