package org.gamelan.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.gamelan.agent.TurnWatch;
import org.gamelan.json.Json;

/**
 * One turn of an agent that somebody tries out: what was told of it so far, for those who watch.
 * For many threads. Nobody who watches makes the turn wait.
 */
final class AgentTrial implements TurnWatch {
  private static final int MOST_CHARS = 500_000;
  private static final int MOST_ARGUMENTS = 2_000;

  private final UUID id;
  private final String owner;
  private final Instant began;
  private final List<String> told = new ArrayList<>();
  private final List<Runnable> watchers = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private int chars;
  private Instant ended;
  private boolean stopped;
  private Thread thread;

  AgentTrial(UUID id, String owner, Instant began) {
    this.id = id;
    this.owner = owner;
    this.began = began;
  }

  UUID id() {
    return id;
  }

  String owner() {
    return owner;
  }

  Instant began() {
    return began;
  }

  synchronized boolean isEnded() {
    return ended != null;
  }

  synchronized boolean endedBefore(Instant time) {
    return ended != null && ended.isBefore(time);
  }

  @Override
  public void asking() {
    tell(Json.object().put("kind", "asking"));
  }

  @Override
  public void text(String piece) {
    synchronized (this) {
      int fits = Math.max(0, Math.min(piece.length(), MOST_CHARS - chars));
      chars += fits;
      text.append(piece, 0, fits);
    }
    wake();
  }

  @Override
  public void tool(String name, String arguments) {
    String given = arguments == null ? "" : arguments;
    tell(
        Json.object()
            .put("kind", "tool")
            .put("name", name)
            .put("arguments", given.substring(0, Math.min(MOST_ARGUMENTS, given.length()))));
  }

  /** Says the last thing. */
  void end(ObjectNode last, Instant now) {
    synchronized (this) {
      closeText();
      told.add(Json.write(last.put("kind", "end")));
      ended = now;
    }
    wake();
  }

  private void tell(JsonNode news) {
    synchronized (this) {
      closeText();
      told.add(Json.write(news));
    }
    wake();
  }

  private void closeText() {
    if (!text.isEmpty()) {
      told.add(Json.write(Json.object().put("kind", "text").put("text", text.toString())));
      text.setLength(0);
    }
  }

  /** What was told behind the first so many things. */
  synchronized List<String> after(int seen) {
    closeText();
    return seen >= told.size()
        ? List.of()
        : List.copyOf(told.subList(Math.max(0, seen), told.size()));
  }

  /** Has somebody told that there is news, on the thread of the turn. */
  synchronized void watch(Runnable watcher) {
    watchers.add(watcher);
  }

  synchronized void leave(Runnable watcher) {
    watchers.remove(watcher);
  }

  private void wake() {
    List<Runnable> all;
    synchronized (this) {
      all = List.copyOf(watchers);
    }
    all.forEach(Runnable::run);
  }

  /** Takes the thread on which it may be interrupted; false when it was stopped before it began. */
  synchronized boolean begin() {
    thread = stopped ? null : Thread.currentThread();
    return !stopped;
  }

  /** Lets the thread go, which others use after it. */
  synchronized void leaveThread() {
    thread = null;
    Thread.interrupted();
  }

  synchronized void stop() {
    stopped = true;
    if (thread != null) {
      thread.interrupt();
    }
  }

  synchronized boolean isStopped() {
    return stopped;
  }
}
