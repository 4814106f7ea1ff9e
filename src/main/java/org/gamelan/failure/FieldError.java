package org.gamelan.failure;

/**
 * One fault of one field in what a caller sent.
 *
 * @param field the field's path, with dots between names, empty for the whole body
 * @param message what is wrong with its value and what would be right
 */
public record FieldError(String field, String message) {}
