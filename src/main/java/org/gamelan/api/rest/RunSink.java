package org.gamelan.api.rest;

import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.gamelan.api.EventSink;
import org.gamelan.event.Event;

/** Waits for the end of a task's events, then answers. No thread waits with it. */
final class RunSink implements EventSink {
  private final AsyncResponse suspended;
  private final Supplier<Response> answer;
  private final AtomicBoolean answered = new AtomicBoolean();

  RunSink(AsyncResponse suspended, Supplier<Response> answer) {
    this.suspended = suspended;
    this.answer = answer;
  }

  /** Answers with what there is now; a second time does nothing. */
  void answer() {
    if (answered.compareAndSet(false, true)) {
      Response response;
      try {
        response = answer.get();
      } catch (RuntimeException e) {
        suspended.resume(e);
        return;
      }
      suspended.resume(response);
    }
  }

  @Override
  public boolean isReady() {
    return !answered.get();
  }

  @Override
  public void send(List<Event> events) {
    // Only the end of the stream matters.
  }

  @Override
  public void resync() {
    // The answer is read anew anyway.
  }

  @Override
  public void heartbeat() {
    // There is nothing to keep alive: the client waits for one answer.
  }

  @Override
  public void close(String reason) {
    answer();
  }
}
