package org.gamelan.workspace;

/**
 * What was read of a file.
 *
 * @param path from the source's top
 * @param size of the whole file, in bytes
 * @param binary whether it is no text; then there is none
 * @param truncated whether the text ends before the file does
 * @param text the text; what is no UTF-8 in it shows as the replacement character
 */
public record SourceText(String path, long size, boolean binary, boolean truncated, String text) {}
