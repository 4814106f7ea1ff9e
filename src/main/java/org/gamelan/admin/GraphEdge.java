package org.gamelan.admin;

/**
 * One arrow of a drawn graph.
 *
 * @param from id of the node it starts at
 * @param to id of the node it points to
 * @param label what is written on it, may be empty
 * @param style {@code plain}, {@code conditional}, {@code revise} or {@code error}
 * @param taken whether the run has gone this way
 */
public record GraphEdge(String from, String to, String label, String style, boolean taken) {}
