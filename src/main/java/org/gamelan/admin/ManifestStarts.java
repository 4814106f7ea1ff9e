package org.gamelan.admin;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.gamelan.engine.Catalogue;
import org.gamelan.engine.Definitions;
import org.gamelan.manifest.ManifestText;
import org.gamelan.manifest.ManifestTexts;

/** What somebody may begin a manifest with. */
@ApplicationScoped
public class ManifestStarts {
  /** A manifest with as little in it as runs. */
  static final String SMALLEST =
      """
      # A task goes from stage to stage. Change what you like: what is wrong is told beside.
      agents:
        my-agent:
          description: Answers in one sentence
          prompt: |
            Answer in one sentence: {{ task.title }}

      stages:
        request: {kind: input}
        answer:
          kind: agent
          agent: my-agent
        result:
          kind: output
          with: {answer: "#{outputs.answer.text}"}

      workflow:
        name: my-workflow
        version: 1
        start: request
        edges:
          - request -> answer -> result
        end: [result]

      pipelines:
        my-workflow: {workflow: my-workflow}
      """;

  private Definitions definitions;

  /** For the container's proxies. */
  protected ManifestStarts() {}

  @Inject
  ManifestStarts(Definitions definitions) {
    this.definitions = definitions;
  }

  /** The names of the workflows that come with the application. */
  List<String> examples() {
    Catalogue now = definitions.catalogue();
    return now.workflows().keySet().stream()
        .filter(name -> now.originOfWorkflow(name).filter(ManifestTexts::isBuiltIn).isPresent())
        .sorted()
        .toList();
  }

  /** Where an example is. */
  Optional<String> originOfExample(String name) {
    return definitions.catalogue().originOfWorkflow(name).filter(ManifestTexts::isBuiltIn);
  }

  /** All files of a folder as one manifest. */
  static String together(String origin) {
    List<ManifestText> texts =
        ManifestTexts.list(origin).stream().filter(it -> !it.name().endsWith(".json")).toList();
    return texts.stream().map(it -> it.text().strip() + "\n").collect(Collectors.joining("\n"));
  }
}
