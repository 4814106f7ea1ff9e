package org.gamelan.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ModelRemovalTest {
  private final List<Model> models = new ArrayList<>();
  private final List<ModelUse> uses = new ArrayList<>();

  @Test
  void nobodyMayNameIt() {
    add("fast", 1);
    add("slow", 1);
    uses.add(new ModelUse("the agent 'writer'", "slow"));
    assertThat(users("fast")).isEmpty();
  }

  @Test
  void anAliasGoesWithAllThatItsVersionsAreNamedBy() {
    add("fast", 2);
    add("fast", 1);
    add("slow", 1, "fast@1");
    uses.add(new ModelUse("the agent 'writer'", "fast"));
    uses.add(new ModelUse("the agent 'judge'", "fast@2"));
    uses.add(new ModelUse("the agent 'other'", "fast-not"));
    assertThat(users("fast"))
        .isEqualTo("the agent 'judge', the agent 'writer' and the alias 'slow'");
  }

  @Test
  void aVersionIsMissedOnlyByThoseThatNameItWhileOthersAreLeft() {
    add("fast", 2);
    add("fast", 1);
    uses.add(new ModelUse("the agent 'writer'", "fast"));
    uses.add(new ModelUse("the agent 'judge'", "fast@2"));
    assertThat(users("fast@2")).isEqualTo("the agent 'judge'");
    assertThat(users("fast@1")).isEmpty();
    assertThat(removal("fast@1").isWhole()).isFalse();
  }

  @Test
  void withItsLastVersionAnAliasIsGone() {
    add("fast", 3);
    uses.add(new ModelUse("the agent 'writer'", "fast"));
    assertThat(removal("fast@3").isWhole()).isTrue();
    assertThat(users("fast@3")).isEqualTo("the agent 'writer'");
  }

  @Test
  void olderVersionsOfChainsAreToldApart() {
    add("chain", 2);
    add("chain", 1, "fast");
    add("fast", 1);
    assertThat(users("fast")).isEqualTo("the alias 'chain@1'");
  }

  @Test
  void ofManyTheFirstAreNamedAndTheOthersCounted() {
    add("fast", 1);
    IntStream.range(0, 10_000)
        .forEach(i -> uses.add(new ModelUse("the agent 'a%05d'".formatted(i), "fast")));
    assertThat(users("fast"))
        .startsWith("the agent 'a00000', the agent 'a00001'")
        .endsWith("the agent 'a00009' and 9990 more");
  }

  private void add(String name, int number, String... fallbacks) {
    Model model = new Model(UUID.randomUUID(), name, number, Instant.EPOCH);
    model.describe(
        new ModelDraft(name, "p", "m", null, null, null, null, List.of(fallbacks), null, null),
        null);
    models.add(model);
  }

  private String users(String alias) {
    return removal(alias).users(models, uses);
  }

  private ModelRemoval removal(String alias) {
    String name = alias.replaceFirst("@.*", "");
    List<Model> versions = models.stream().filter(model -> model.name().equals(name)).toList();
    Model named =
        versions.stream()
            .filter(model -> alias.equals(name) || alias.equals(name + "@" + model.number()))
            .findFirst()
            .orElseThrow();
    return new ModelRemoval(alias, named, versions);
  }
}
