package org.gamelan.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.gamelan.agent.docs.DocsAgent;
import org.gamelan.manifest.Problem;
import org.gamelan.manifest.Problems;
import org.gamelan.manifest.Rule;
import org.junit.jupiter.api.Test;

class AnnotatedAgentsTest {
  private final Map<String, Supplier<AgentBuilder>> makers = new TreeMap<>();
  private final Problems problems = new Problems();

  @Test
  void oneThatCannotBeMadeDoesNotHideTheOthers() {
    makers.put(
        "a.Throws",
        () -> {
          throw new IllegalStateException("no database");
        });
    makers.put("b.Wrong", () -> AgentBuilder.named("b").withComplexity(9, 1).withCapacity(0));
    makers.put("c.Nothing", () -> null);
    makers.put("d.Good", () -> AgentBuilder.named("d"));
    makers.put(
        "e.Missing",
        () -> {
          throw new NoClassDefFoundError("org/example/Library");
        });
    assertThat(find()).extracting(AgentDefinition::name).containsExactly("d");
    assertThat(problems.sorted())
        .extracting(Problem::file)
        .containsExactly("a.Throws", "b.Wrong", "b.Wrong", "c.Nothing", "e.Missing");
    assertThat(problems.sorted().get(0).rule()).isEqualTo(Rule.CREATION_FAILED);
    assertThat(problems.sorted().get(0).message()).contains("no database");
    assertThat(problems.sorted().get(4).message()).contains("org/example/Library");
  }

  @Test
  void theAgentOfTheDocumentationIsFound() {
    makers.put("docs", new DocsAgent()::define);
    AgentDefinition docs = find().get(0);
    assertThat(docs.name()).isEqualTo("docs");
    assertThat(docs.tools()).containsExactly("docs.search");
    assertThat(docs.source()).isEqualTo("annotation");
    assertThat(docs.origin()).isEqualTo("docs");
    assertThat(problems.sorted()).isEmpty();
  }

  @Test
  void whatIsFoundTwiceIsEqual() {
    makers.put("docs", new DocsAgent()::define);
    assertThat(find()).isEqualTo(find());
  }

  private List<AgentDefinition> find() {
    return new AnnotatedAgents(() -> makers, (provider, model) -> Optional.empty()).find(problems);
  }
}
