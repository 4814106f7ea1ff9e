package org.gamelan.agent;

/**
 * Sees an agent's turn while it goes on. It is called on the thread of the turn and must not block.
 */
public interface TurnWatch {
  /** The model begins to answer; what it said before was not the end. */
  void asking();

  /** The next piece of the model's text. */
  void text(String piece);

  /** A tool is about to be called. */
  void tool(String name, String arguments);
}
