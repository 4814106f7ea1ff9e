package org.gamelan.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.gamelan.json.Json;
import org.gamelan.testing.ExternalBroker;
import org.gamelan.testing.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Two servers share the work and give tasks to the same agents; one of them dies on the way, which
 * loses nothing.
 */
class TwoNodesIT {
  private static final int TASKS = 500;
  private static final int AGENTS = 20;
  private static final int ROWS = 60;
  private static final int STAGES = 8;
  private static final int IN_FLIGHT = 8;
  private static final Duration PATIENCE = Duration.ofMinutes(6);

  /** How many tasks each agent has in hand, asked in another way than the server counts. */
  private static final String IN_HAND =
      """
      select agent, count(*) from task
      where agent is not null and status in ('queued', 'running', 'waiting', 'paused')
      group by agent
      """;

  /** The most stages of an agent's tasks that ran at one time, of what the history says. */
  private static final String SIDE_BY_SIDE =
      """
      select agent, max(together) from (
        select a.agent, (select count(*) from stage_run b where b.agent = a.agent
          and b.started_at <= a.started_at and b.finished_at > a.started_at) as together
        from stage_run a where a.agent like 'crew-%') as runs
      group by agent
      """;

  private static final String EVENTS =
      """
      select '1-' || e.tx || '-' || e.seq || coalesce('-' || p.n, '') as id, 0
      from event_log e left join lateral json_array_elements(case when e.type is null then e.data end)
        with ordinality as p (part, n) on true
      where e.topic = 'tasks' and e.tx is not null order by e.tx, e.seq, p.n
      """;

  private final AtomicBoolean held = new AtomicBoolean(true);
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger hungUp = new AtomicInteger();

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  private final PGSimpleDataSource database = TestDatabase.createEmpty("two_nodes");
  private final Durability rows = new Durability("long-way", STAGES);

  @Test
  void nobodyHasMoreThanItsCapacityAndNothingIsLostWhenANodeDies() throws IOException {
    Path manifests = folder.resolve("manifests");
    Definitions.row(manifests, "long-way", STAGES, "timeout: 1m");
    Definitions.write(manifests.resolve("crew").resolve("agents.yaml"), agents());
    try (FakeModel model = new FakeModel(this::answer);
        ExternalBroker broker = ExternalBroker.start(0)) {
      Map<String, String> environment = common(model, manifests);
      environment.put("GAMELAN_BROKER_URL", broker.url());
      environment.put("GAMELAN_DB_URL", database.getUrl());
      environment.put("GAMELAN_DB_PASSWORD", database.getPassword());
      try (TestServer one = new TestServer(folder.resolve("one"), environment).start();
          TestServer two = new TestServer(folder.resolve("two"), environment).start()) {
        cancelReachesTheOtherNodeWithinASecond(one.api());
        SharedProviders.assertLookedAtOnceAndToldByBoth(one.api(), two.api());
        workIsSharedAndCounted(one, two);
      }
    }
  }

  private void cancelReachesTheOtherNodeWithinASecond(Api api) {
    List<String> tasks = new ArrayList<>();
    for (int i = 0; i < 2 * IN_FLIGHT; i++) {
      tasks.add(create(api, Json.object().put("title", "<held>").put("agent", "unlimited")));
    }
    Await.that("both nodes ask the model", PATIENCE, () -> asked.get() == 2 * IN_FLIGHT);
    long began = System.nanoTime();
    for (String task : tasks) {
      api.post("/tasks/" + task + "/cancel", Json.object()).ok();
    }
    Duration cancelled = Duration.ofNanos(System.nanoTime() - began);
    long limit = System.nanoTime() + Duration.ofSeconds(1).toNanos();
    while (hungUp.get() < tasks.size() && System.nanoTime() < limit) {
      Await.pause(10);
    }
    assertThat(hungUp.get())
        .as("calls broken off a second after all were cancelled, which took " + cancelled)
        .isEqualTo(tasks.size());
    held.set(false);
  }

  private void workIsSharedAndCounted(TestServer one, TestServer two) {
    AtomicReference<Api> reached = new AtomicReference<>(two.api());
    Map<String, Integer> most = new TreeMap<>();
    AtomicBoolean over = new AtomicBoolean();
    Thread sampler = new Thread(() -> sample(most, over), "sampler");
    sampler.start();
    try (FaithfulReader reader = new FaithfulReader(reached::get)) {
      rows.submit(one.api(), ROWS);
      for (int i = 0; i < TASKS; i++) {
        ObjectNode task =
            Json.object()
                .put("title", "Task " + i)
                .put("assign", "auto")
                .put("complexity", 1 + i % 10);
        create(i % 2 == 0 ? one.api() : two.api(), task);
      }
      Await.that(
          "a third has ended",
          PATIENCE,
          () -> number("select count(*) from task where status = 'succeeded'") > TASKS / 3);
      reached.set(one.api());
      two.kill();
      Await.that(
          "all have ended",
          PATIENCE,
          () -> number("select count(*) from task where finished_at is null") == 0);
      over.set(true);
      sampler.join();

      assertThat(number("select count(*) from task where status = 'succeeded'"))
          .isEqualTo(TASKS + ROWS);
      rows.assertEverythingHappenedOnce(one.api());
      assertThat(most).hasSize(AGENTS);
      Map<String, Long> together = rows(SIDE_BY_SIDE);
      assertThat(together).hasSize(AGENTS);
      for (int i = 0; i < AGENTS; i++) {
        assertThat(most.get(name(i))).as(name(i)).isLessThanOrEqualTo(capacity(i));
        assertThat(together.get(name(i))).as(name(i)).isLessThanOrEqualTo(capacity(i));
      }
      List<String> stored = List.copyOf(rows(EVENTS).keySet());
      Await.that(
          "the reader has seen the last event",
          PATIENCE,
          () -> reader.ids().contains(stored.get(stored.size() - 1)));
      assertThat(reader.ids()).isEqualTo(stored);
      assertThat(reader.connections()).isGreaterThan(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      over.set(true);
    }
  }

  private void answer(String request, FakeModel.Line line) throws IOException {
    if (request.contains("<held>")) {
      asked.incrementAndGet();
      while (held.get()) {
        if (line.isHungUpWithin(10)) {
          hungUp.incrementAndGet();
          return;
        }
      }
    }
    Await.pause(20);
    line.complete(Definitions.ANSWER);
  }

  private void sample(Map<String, Integer> most, AtomicBoolean over) {
    while (!over.get()) {
      rows(IN_HAND)
          .forEach(
              (agent, tasks) -> {
                if (agent.startsWith("crew-")) {
                  most.merge(agent, tasks.intValue(), Math::max);
                }
              });
      Await.pause(25);
    }
  }

  private static String create(Api api, ObjectNode task) {
    return api.post("/tasks", task).ok().path("id").asText();
  }

  private static String name(int number) {
    return "crew-%02d".formatted(number);
  }

  private static int capacity(int number) {
    return 1 + number % 3;
  }

  /** Two agents for each range of complexity, and one without any limit that is only named. */
  private static String agents() {
    StringBuilder text =
        new StringBuilder("agents:\n")
            .append(
                "  unlimited: {prompt: Answer., complexity: {min: 1, max: 1}, enabled: true}\n");
    for (int i = 0; i < AGENTS; i++) {
      int min = 1 + i / 2;
      text.append(
          "  %s: {prompt: Answer., capacity: %d, complexity: {min: %d, max: %d}}%n"
              .formatted(name(i), capacity(i), min, Math.min(10, min + 2)));
    }
    return text.toString();
  }

  private static Map<String, String> common(FakeModel model, Path manifests) {
    Map<String, String> environment = new HashMap<>(model.environment());
    environment.put("GAMELAN_MANIFESTS", manifests.toString());
    environment.put("GAMELAN_ENGINE_MAX_IN_FLIGHT", Integer.toString(IN_FLIGHT));
    environment.put("GAMELAN_ENGINE_LEASE_EXPIRY", "PT5S");
    environment.put("GAMELAN_MASTER_KEY", Base64.getEncoder().encodeToString(new byte[32]));
    environment.put("GAMELAN_PROVIDER_VALIDATION_INTERVAL", SharedProviders.INTERVAL.toString());
    environment.put("GAMELAN_ADMIN_KEY", "gml_two-nodes-share-this-key-in-a-test");
    return environment;
  }

  private long number(String sql) {
    return rows("select 'number', (" + sql + ")").get("number");
  }

  private Map<String, Long> rows(String sql) {
    Map<String, Long> rows = new LinkedHashMap<>();
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      while (found.next()) {
        rows.put(found.getString(1), found.getLong(2));
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
