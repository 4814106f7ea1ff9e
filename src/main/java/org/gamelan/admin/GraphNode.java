package org.gamelan.admin;

/**
 * One box of a drawn graph.
 *
 * @param id unique in its graph; becomes part of the element's id
 * @param kind decides the shape: a stage kind's id such as {@code agent}, {@code tool}, {@code
 *     decision}
 * @param status decides colour and sign: a stage status such as {@code running}, or {@code planned}
 *     while there is no run
 * @param label the first line
 * @param subtitle the second line, may be empty
 */
public record GraphNode(String id, String kind, String status, String label, String subtitle) {}
