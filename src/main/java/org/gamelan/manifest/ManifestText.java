package org.gamelan.manifest;

/**
 * One manifest file as it is written.
 *
 * @param name its name within the folder, such as {@code agents.yaml}
 * @param text all of it
 */
public record ManifestText(String name, String text) {}
