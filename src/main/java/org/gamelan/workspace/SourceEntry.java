package org.gamelan.workspace;

/**
 * One thing in a folder of a source.
 *
 * @param name without its folders
 * @param folder whether it is a folder; else it is a file
 * @param size in bytes, of a file; 0 for a folder
 */
public record SourceEntry(String name, boolean folder, long size) {}
