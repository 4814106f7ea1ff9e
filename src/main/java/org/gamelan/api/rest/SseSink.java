package org.gamelan.api.rest;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.gamelan.api.EventSink;
import org.gamelan.api.EventStream;
import org.gamelan.event.Event;

/**
 * Server-sent events (WHATWG HTML, 9.2) over the server's non-blocking output: no thread waits for
 * a client.
 */
final class SseSink implements EventSink, WriteListener, AsyncListener {
  private static final Logger LOG = Logger.getLogger(SseSink.class.getName());

  private final AsyncContext context;
  private final ServletOutputStream output;
  private volatile EventStream stream;

  SseSink(AsyncContext context) throws IOException {
    this.context = context;
    this.output = context.getResponse().getOutputStream();
  }

  /** Begins; the stream is woken whenever the client can take more. */
  void start(EventStream toWake) {
    stream = toWake;
    context.setTimeout(0);
    context.addListener(this);
    output.setWriteListener(this);
    toWake.begin();
  }

  @Override
  public boolean isReady() {
    return output.isReady();
  }

  @Override
  public void send(List<Event> events) {
    StringBuilder text = new StringBuilder();
    for (Event event : events) {
      text.append("id: ").append(event.getId()).append('\n');
      text.append("event: ").append(event.type()).append('\n');
      text.append("data: ").append(event.toJson()).append("\n\n");
    }
    write(text.toString());
  }

  @Override
  public void resync() {
    write("event: resync\ndata: {\"type\":\"resync\"}\n\n");
  }

  @Override
  public void heartbeat() {
    write(": alive\n\n");
  }

  private void write(String text) {
    try {
      output.write(text.getBytes(StandardCharsets.UTF_8));
      if (output.isReady()) {
        output.flush();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close(String reason) {
    if (reason != null) {
      LOG.log(Level.FINE, "A stream of events ends: {0}", reason);
    }
    try {
      context.complete();
    } catch (IllegalStateException e) {
      LOG.log(Level.FINE, "A stream of events had ended already", e);
    }
  }

  @Override
  public void onWritePossible() {
    stream.wake();
  }

  @Override
  public void onError(Throwable thrown) {
    LOG.log(Level.FINE, "A client of events has gone", thrown);
    stream.gone();
    close(null);
  }

  @Override
  public void onComplete(AsyncEvent event) {
    stream.gone();
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    stream.gone();
    close(null);
  }

  @Override
  public void onError(AsyncEvent event) {
    onError(event.getThrowable());
  }

  @Override
  public void onStartAsync(AsyncEvent event) {
    event.getAsyncContext().addListener(this);
  }
}
