package org.gamelan.engine;

/**
 * A manifest file as somebody wants it to be.
 *
 * @param folder the path of its folder: one that may be changed, or one directly in it, which is
 *     made when it is not there
 * @param file its name, such as {@code manifest.yaml}
 * @param text all of it
 * @param before the hash of the text it was made from, see {@link ManifestStore.Stored#hash()};
 *     empty when there was no such file
 */
public record ManifestDraft(String folder, String file, String text, String before) {}
