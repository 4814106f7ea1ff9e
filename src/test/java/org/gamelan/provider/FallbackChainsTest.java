package org.gamelan.provider;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.gamelan.failure.InvalidInputException;
import org.junit.jupiter.api.Test;

class FallbackChainsTest {
  private final List<Model> models = new ArrayList<>();

  @Test
  void aChainThatEndsIsFine() {
    add("b", 1, "c");
    add("c", 1);
    assertThatCode(() -> check("a", 1, "b", "c", "b@1")).doesNotThrowAnyException();
  }

  @Test
  void aCircleIsRefusedWithItsWholeWay() {
    add("b", 1, "c");
    add("c", 1, "a");
    add("a", 1);
    assertThatThrownBy(() -> check("a", 2, "b"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("a -> b -> c -> a");
    assertThatThrownBy(() -> check("a", 2, "a")).hasMessageContaining("a -> a");
    assertThatThrownBy(() -> check("a", 2, "a@1")).hasMessageContaining("a -> a@1");
  }

  @Test
  void aVersionIsFollowedAndNotTheNewestOne() {
    add("b", 1, "a");
    add("b", 2);
    add("a", 1);
    assertThatCode(() -> check("a", 2, "b")).doesNotThrowAnyException();
    assertThatThrownBy(() -> check("a", 2, "b@1")).hasMessageContaining("a -> b@1 -> a");
  }

  @Test
  void whatDoesNotExistIsRefused() {
    add("b", 1);
    assertThatThrownBy(() -> check("a", 1, "c")).hasMessageContaining("no model 'c'");
    assertThatThrownBy(() -> check("a", 1, "b@2")).hasMessageContaining("no model 'b@2'");
    assertThatThrownBy(() -> check("a", 1, "b@")).hasMessageContaining("no model 'b@'");
    assertThatThrownBy(() -> check("a", 1, "")).hasMessageContaining("no model ''");
  }

  /** Each of fifty falls back to each of the next fifty: the ways are countless, the models few. */
  @Test
  void manyWaysTakeNoLongerThanManyModels() {
    int wide = 50;
    for (int layer = 0; layer < 10; layer++) {
      String next = layer == 9 ? null : "l" + (layer + 1) + "-";
      for (int i = 0; i < wide; i++) {
        add("l" + layer + "-" + i, 1, next == null ? new String[0] : names(next, wide));
      }
    }
    assertTimeoutPreemptively(Duration.ofSeconds(20), () -> check("a", 1, names("l0-", wide)));
  }

  private static String[] names(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).toArray(String[]::new);
  }

  private void add(String name, int number, String... fallbacks) {
    Model model = new Model(UUID.randomUUID(), name, number, Instant.EPOCH);
    model.describe(draft(name, fallbacks), null);
    models.add(model);
  }

  private void check(String name, int number, String... fallbacks) {
    FallbackChains.check(models, draft(name, fallbacks), number);
  }

  private static ModelDraft draft(String name, String... fallbacks) {
    return new ModelDraft(name, "p", "m", null, null, null, null, List.of(fallbacks), null, null);
  }
}
