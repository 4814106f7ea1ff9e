package org.gamelan.api.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class StableIdsTest {
  @Test
  void theSameNameHasTheSameIdForEver() {
    assertThat(StableIds.of("agent", "planner"))
        .isEqualTo(UUID.fromString("7c5843bc-5fab-3244-88f0-84d741683343"));
  }

  @Test
  void anAgentAndAPipelineOfOneNameDiffer() {
    assertThat(StableIds.of("agent", "x")).isNotEqualTo(StableIds.of("pipeline", "x"));
  }

  @Test
  void nameAndIdBothMeanTheThing() {
    assertThat(StableIds.means("planner", "agent", "planner")).isTrue();
    assertThat(StableIds.means(StableIds.of("agent", "planner").toString(), "agent", "planner"))
        .isTrue();
    assertThat(StableIds.means("other", "agent", "planner")).isFalse();
  }
}
