package org.gamelan.json;

import com.fasterxml.jackson.core.util.BufferRecyclers;

/**
 * The buffers that Jackson keeps for each thread, as libraries use it. They are 18 KiB, which a
 * thread does not need while it waits: a thousand waiting ones would keep more of them than
 * everything else they need together.
 */
@SuppressWarnings("deprecation") // nothing else reaches them
public final class ThreadBuffers extends BufferRecyclers {
  private ThreadBuffers() {}

  /** Forgets those of this thread; the next document it reads or writes has new ones. */
  public static void release() {
    _recyclerRef.remove();
  }
}
