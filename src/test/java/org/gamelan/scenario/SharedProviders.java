package org.gamelan.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gamelan.json.Json;

/**
 * Two nodes with the same providers: of both one looks at a time, and what is changed on one is
 * told by the sockets and pages of the other.
 */
final class SharedProviders implements AutoCloseable {
  /** So short that both nodes find the provider due again and again while it is looked at. */
  static final Duration INTERVAL = Duration.ofSeconds(1);

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int REQUESTS = 6;
  private static final String NAME = "shared-by-both";
  private static final String LIST = "{\"data\": [{\"id\": \"small\"}]}";

  private final Api one;
  private final Api two;
  private final EventListener atOne;
  private final EventListener atTwo;
  private final AtomicInteger looks = new AtomicInteger();
  private final AtomicInteger together = new AtomicInteger();
  private final AtomicInteger mostTogether = new AtomicInteger();
  private final AtomicBoolean held = new AtomicBoolean();
  private final FakeModel model = new FakeModel(this::answer);

  private SharedProviders(Api one, Api two) {
    this.one = one;
    this.two = two;
    this.atOne = EventListener.fromTheBeginning(one, "providers");
    this.atTwo = EventListener.fromTheBeginning(two, "providers");
  }

  /**
   * Asserts all of it on two nodes that validate every {@link #INTERVAL}; leaves nothing behind.
   */
  static void assertLookedAtOnceAndToldByBoth(Api one, Api two) throws IOException {
    try (SharedProviders providers = new SharedProviders(one, two)) {
      String id = providers.create();
      providers.requestsOfBothNodesLookOnce();
      providers.bothNodesRepeatItOneAtATime(id);
      providers.aChangeShowsOnTheOtherNode(id);
      providers.assertEachLookWasToldByBoth(id);
    }
  }

  private void answer(String request, FakeModel.Line line) throws IOException {
    looks.incrementAndGet();
    mostTogether.accumulateAndGet(together.incrementAndGet(), Math::max);
    try {
      Await.that("the look may go on", PATIENCE, () -> !held.get());
      line.respond(200, "", LIST);
    } finally {
      together.decrementAndGet();
    }
  }

  private String create() {
    String id = one.post("/providers", ProviderCalls.draft(NAME, model)).ok().path("id").asText();
    for (EventListener node : List.of(atOne, atTwo)) {
      Await.value("both hear of it", PATIENCE, () -> node.find("provider.validated", id));
    }
    assertThat(two.get("/providers/" + NAME).ok().path("status").asText())
        .isIn("valid", "validating");
    return id;
  }

  private void requestsOfBothNodesLookOnce() {
    held.set(true);
    // A look that began before goes on now and is followed by one that is held.
    Await.that("a look is held", PATIENCE, () -> together.get() == 1);
    int before = looks.get();
    List<CompletableFuture<Api.Answer>> requests =
        IntStream.range(0, REQUESTS)
            .boxed()
            .flatMap(i -> Stream.of(one, two))
            .map(
                node ->
                    CompletableFuture.supplyAsync(
                        () -> node.post("/providers/" + NAME + "/validation", Json.object())))
            .toList();
    requests.forEach(
        request -> {
          assertThat(request.join().status()).isEqualTo(202);
          assertThat(request.join().json().path("status").asText()).isEqualTo("validating");
        });
    Await.pause(INTERVAL.multipliedBy(3).toMillis());
    assertThat(looks.get()).as("looks while one is under way").isEqualTo(before);
    held.set(false);
  }

  private void bothNodesRepeatItOneAtATime(String id) {
    int before = looks.get();
    Await.that("it is looked at again and again", PATIENCE, () -> looks.get() > before + 4);
    assertThat(mostTogether.get()).as("looks at a time").isEqualTo(1);
    assertThat(atTwo.count("provider.validated", id)).isGreaterThan(1);
  }

  private void aChangeShowsOnTheOtherNode(String id) {
    ObjectNode changed = ProviderCalls.draft(NAME, model);
    changed.putObject("limits").put("requestsPerMinute", 77);
    one.put("/providers/" + NAME, changed).ok();
    one.post(
            "/models",
            Json.object().put("name", "of-both").put("provider", NAME).put("model", "small"))
        .ok();
    Await.value(
        "the other node's socket tells of it", PATIENCE, () -> atTwo.find("provider.changed", id));
    assertThat(two.get("/providers/" + NAME).ok().at("/limits/requestsPerMinute").asInt())
        .isEqualTo(77);
    assertThat(two.get("/models/of-both").ok().path("provider").asText()).isEqualTo(NAME);
    PageVisit visit = PageVisit.signIn(one, two);
    assertThat(visit.read("providers.xhtml")).contains(NAME, "77 calls a minute");
    assertThat(visit.read("models.xhtml")).contains("of-both");
  }

  /** Takes it away on the second node, perhaps in the middle of a look whose end nobody is told. */
  private void assertEachLookWasToldByBoth(String id) {
    assertThat(two.delete("/models/of-both").status()).isEqualTo(204);
    assertThat(two.delete("/providers/" + NAME).status()).isEqualTo(204);
    for (EventListener node : List.of(atOne, atTwo)) {
      Await.value("both hear of the end", PATIENCE, () -> node.find("provider.deleted", id));
    }
    Await.that("the last look is over", PATIENCE, () -> together.get() == 0);
    assertThat(one.get("/providers/" + NAME).status()).isEqualTo(404);
    for (EventListener node : List.of(atOne, atTwo)) {
      assertThat(node.count("provider.validating", id)).isBetween(looks(0), looks(2));
      assertThat(node.count("provider.validated", id)).isBetween(looks(-2), looks(0));
    }
  }

  private long looks(int more) {
    return (long) looks.get() + more;
  }

  @Override
  public void close() throws IOException {
    held.set(false);
    atOne.close();
    atTwo.close();
    model.close();
  }
}
