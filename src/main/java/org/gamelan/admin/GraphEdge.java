package org.gamelan.admin;

/**
 * One arrow of a drawn graph.
 *
 * @param from id of the node it starts at
 * @param to id of the node it points to
 * @param label what is written on it, may be empty
 * @param style {@code plain}, {@code conditional}, {@code revise} or {@code error}
 * @param taken whether the run has gone this way
 * @param number its place among the workflow's edges, from 0, by which it can be chosen; -1 when it
 *     cannot
 */
public record GraphEdge(
    String from, String to, String label, String style, boolean taken, int number) {

  /** One that cannot be chosen. */
  public GraphEdge(String from, String to, String label, String style, boolean taken) {
    this(from, to, label, style, taken, -1);
  }
}
