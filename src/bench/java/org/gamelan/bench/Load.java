package org.gamelan.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Keeps so many tasks of the server in flight until all are done: creates them over REST, those
 * there is room for with one request, and finds out what has finished by a cheap query, so that
 * what is measured is the server and no spectator.
 */
final class Load {
  /** How far back a look goes: commits may become visible a little out of order. */
  private static final int LOOK_BACK_MILLIS = 250;

  private static final int LOOK_MILLIS = 10;

  /** How many requests are under way at once; a thousand connections would be the client's work. */
  static final int MAX_REQUESTS = 32;

  private static final String BATCH = "/api/v1/tasks/batch";

  /** As many as the server takes at once. */
  private static final int MAX_BATCH = 100;

  private static final String FINISHED =
      """
      select id, status from task
      where finished_at > statement_timestamp() - ? * interval '1 ms'
      """;

  private final Api api;
  private final Meter meter;
  private final Set<String> open = new HashSet<>();
  private final List<CompletableFuture<Api.Answer>> creating = new ArrayList<>();

  Load(Api api, Meter meter) {
    this.api = api;
    this.meter = meter;
  }

  /**
   * Runs tasks to their end.
   *
   * @param workflow the workflow's name
   * @param tasks how many
   * @param inFlight how many at a time
   * @param limit after which the bench gives up
   * @return seconds from the first request to the last end
   */
  double run(String workflow, int tasks, int inFlight, Duration limit) {
    long start = System.nanoTime();
    long end = start + limit.toNanos();
    int created = 0;
    int done = 0;
    int looks = 0;
    while (done < tasks) {
      while (created < tasks && created - done < inFlight && creating.size() < MAX_REQUESTS) {
        int most = Math.min(inFlight - (created - done), tasks - created);
        ArrayNode some = Api.JSON.createArrayNode();
        while (some.size() < Math.min(most, MAX_BATCH)) {
          some.add(task(workflow, created++));
        }
        creating.add(api.postLater(BATCH, Api.object().set("tasks", some)));
      }
      collectCreated();
      boolean wide = ++looks % 200 == 0;
      done += finished(wide ? 60_000 : LOOK_BACK_MILLIS);
      if (System.nanoTime() > end) {
        throw new BenchException(
            done + " of " + tasks + " tasks were done after " + limit.toSeconds() + " s");
      }
      if (done < tasks) {
        Clock.sleep(LOOK_MILLIS);
      }
    }
    return (System.nanoTime() - start) / 1e9;
  }

  static JsonNode task(String workflow, int number) {
    return Api.object()
        .put("title", "bench " + number)
        .put("workflow", workflow)
        .set("input", Api.object().put("text", "bench " + number));
  }

  private void collectCreated() {
    creating.removeIf(
        answer -> {
          if (!answer.isDone()) {
            return false;
          }
          Api.require("POST " + BATCH, answer.join())
              .path("items")
              .forEach(task -> open.add(task.path("id").asText()));
          return true;
        });
  }

  /** How many of ours have ended since the last look. */
  private int finished(int lookBackMillis) {
    int count = 0;
    try (PreparedStatement statement = meter.connection().prepareStatement(FINISHED)) {
      statement.setInt(1, lookBackMillis);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          if (open.remove(rows.getString(1))) {
            requireSuccess(rows.getString(1), rows.getString(2));
            count++;
          }
        }
      }
    } catch (SQLException e) {
      throw new BenchException("Cannot see which tasks have finished", e);
    }
    return count;
  }

  private void requireSuccess(String id, String status) {
    if (!status.equals("succeeded")) {
      throw new BenchException(
          "Task " + id + " is " + status + ": " + api.get("/api/v1/tasks/" + id));
    }
  }
}
