package org.gamelan.provider;

/** Takes the text of a model's answer while it is being written. */
@FunctionalInterface
public interface StreamSink {
  /**
   * Takes the next piece, never empty. It is called on the thread that asked, so the stream waits
   * for it. What it throws ends the stream and reaches whoever asked.
   */
  void text(String delta);
}
