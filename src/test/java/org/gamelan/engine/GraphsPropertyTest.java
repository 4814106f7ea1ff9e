package org.gamelan.engine;

import java.util.Random;
import org.junit.jupiter.api.Test;

class GraphsPropertyTest {
  private static final int GRAPHS = Integer.getInteger("gamelan.graphs", 1_000);

  @Test
  void randomGraphsRunAsTheModelSays() {
    for (long seed = 1; seed <= GRAPHS; seed++) {
      Random random = new Random(seed);
      Graphs.Graph graph = Graphs.random(random);
      try {
        new GraphsProperty(seed, random, graph, new SlotJournal(graph.blueprint())).run();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("Seed " + seed + " of " + graph.row(), e);
      }
    }
  }
}
