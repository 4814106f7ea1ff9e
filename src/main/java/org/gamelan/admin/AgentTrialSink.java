package org.gamelan.admin;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Writes to one browser whenever it can take more; no thread waits for it. */
final class AgentTrialSink implements WriteListener, AsyncListener, Runnable {
  private static final Logger LOG = Logger.getLogger(AgentTrialSink.class.getName());

  private final AsyncContext context;
  private final ServletOutputStream output;
  private final AgentTrial trial;
  private int seen;
  private boolean over;

  /**
   * @param seen how many things the browser was told before
   */
  AgentTrialSink(AsyncContext context, AgentTrial trial, int seen) throws IOException {
    this.context = context;
    this.output = context.getResponse().getOutputStream();
    this.trial = trial;
    this.seen = seen;
  }

  void start() {
    context.addListener(this);
    trial.watch(this);
    output.setWriteListener(this);
  }

  @Override
  public synchronized void run() {
    try {
      while (!over && output.isReady()) {
        boolean last = trial.isEnded();
        List<String> news = trial.after(seen);
        if (news.isEmpty()) {
          if (last) {
            close();
          }
          return;
        }
        write(news);
      }
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.FINE, "Somebody who tried an agent out has gone", e);
      close();
    }
  }

  private void write(List<String> news) throws IOException {
    StringBuilder text = new StringBuilder();
    for (String each : news) {
      seen++;
      text.append("id: ").append(seen).append("\ndata: ").append(each).append("\n\n");
    }
    output.write(text.toString().getBytes(StandardCharsets.UTF_8));
    if (output.isReady()) {
      output.flush();
    }
  }

  private void close() {
    if (over) {
      return;
    }
    over = true;
    trial.leave(this);
    try {
      context.complete();
    } catch (IllegalStateException e) {
      LOG.log(Level.FINE, "The answer had ended already", e);
    }
  }

  @Override
  public void onWritePossible() {
    run();
  }

  @Override
  public synchronized void onError(Throwable thrown) {
    LOG.log(Level.FINE, "Somebody who tried an agent out has gone", thrown);
    close();
  }

  @Override
  public void onComplete(AsyncEvent event) {
    trial.leave(this);
  }

  @Override
  public synchronized void onTimeout(AsyncEvent event) {
    close();
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
