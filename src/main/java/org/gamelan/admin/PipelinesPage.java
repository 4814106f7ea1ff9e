package org.gamelan.admin;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.gamelan.engine.Catalogue;
import org.gamelan.engine.Definitions;
import org.gamelan.engine.PipelineTrial;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.task.NewTask;
import org.gamelan.task.RouteTrial;
import org.gamelan.workflow.PipelineDefinition;

/** The list of pipelines, and a trial of their rules. What it shows is in its address alone. */
@Named
@RequestScoped
public class PipelinesPage extends NameListPage<PipelineDefinition> {
  private static final int LONGEST = 1_000;
  private static final int MOST_TRIED = 50;

  private FacesContext faces;
  private Definitions definitions;
  private RouteTrial trial;

  private String title;
  private String description;
  private String labels;
  private String complexity;
  private PipelineTrial route;
  private List<String> faults = List.of();

  /** For the container's proxies. */
  protected PipelinesPage() {}

  @Inject
  PipelinesPage(Definitions definitions, RouteTrial trial, FacesContext faces) {
    super("pipelines.xhtml", faces);
    this.faces = faces;
    this.definitions = definitions;
    this.trial = trial;
  }

  @Override
  @PostConstruct
  void begin() {
    super.begin();
    title = tried("title");
    description = tried("description");
    labels = tried("labels");
    complexity = tried("complexity");
    if (!title.isEmpty()) {
      tryOut();
    }
  }

  private String tried(String name) {
    return Parameters.words(faces, name, LONGEST);
  }

  private void tryOut() {
    if (!complexity.isEmpty() && !complexity.matches("\\d{1,2}")) {
      faults = List.of("complexity has to be a whole number from 1 to 10");
      return;
    }
    try {
      route = trial.of(task());
    } catch (InvalidInputException e) {
      faults = e.errors().stream().map(it -> it.field() + " " + it.message()).toList();
    }
  }

  private NewTask task() {
    List<String> words =
        Arrays.stream(labels.split(",")).map(String::strip).filter(it -> !it.isEmpty()).toList();
    return NewTask.titled(title)
        .description(description)
        .complexity(complexity.isEmpty() ? null : Integer.valueOf(complexity))
        .labels(words)
        .build();
  }

  /** The pipelines of this page, by name. */
  public List<PipelineDefinition> getPipelines() {
    return shown();
  }

  @Override
  List<PipelineDefinition> find(String wanted, String behind, int most) {
    String words = wanted.toLowerCase(Locale.ROOT);
    return pick(definitions.catalogue().pipelines(), behind, it -> fits(it, words), most);
  }

  @Override
  String name(PipelineDefinition listed) {
    return listed.name();
  }

  private static boolean fits(PipelineDefinition pipeline, String wanted) {
    return wanted.isEmpty()
        || pipeline.name().toLowerCase(Locale.ROOT).contains(wanted)
        || pipeline.workflow().toLowerCase(Locale.ROOT).contains(wanted);
  }

  /** Where a pipeline begins and ends, where it has its own places for that. */
  public String part(PipelineDefinition pipeline) {
    if (pipeline.start() == null && pipeline.end().isEmpty()) {
      return "all of it";
    }
    String from = pipeline.start() == null ? "its start" : pipeline.start();
    String to = pipeline.end().isEmpty() ? "its end" : String.join(", ", pipeline.end());
    return from + " → " + to;
  }

  /** Which agents a pipeline may use. */
  public String agents(PipelineDefinition pipeline) {
    return pipeline.agents().isEmpty() ? "" : String.join(", ", pipeline.agents());
  }

  /** A rule without its braces; empty without one. */
  public String rule(String select) {
    return select == null ? "" : RunGraph.condition(select);
  }

  /** Where a pipeline comes from. */
  public String source(PipelineDefinition pipeline) {
    Catalogue now = definitions.catalogue();
    return now.originOfPipeline(pipeline.name()).map(Origins::told).orElse("");
  }

  /** The end of where a pipeline comes from. */
  public String place(PipelineDefinition pipeline) {
    return Origins.brief(source(pipeline));
  }

  /** What became of the trial, or null when nothing was tried. */
  public PipelineTrial getRoute() {
    return route;
  }

  /** The pipelines of the trial, in the order in which they are asked; the first fifty. */
  public List<PipelineTrial.Verdict> getVerdicts() {
    return route.verdicts().stream().limit(MOST_TRIED).toList();
  }

  /**
   * What became of a pipeline in the trial: chosen, one the agent would choose from, or nothing.
   */
  public String mark(PipelineTrial.Verdict verdict) {
    String name = verdict.pipeline().name();
    if (route.asked() == null) {
      return name.equals(route.chosen()) ? "chosen" : "";
    }
    return route.open().contains(name) ? "open" : "";
  }

  /** What the rule of a pipeline came to in the trial, as a sentence. */
  public String told(PipelineTrial.Verdict verdict) {
    PipelineDefinition pipeline = verdict.pipeline();
    boolean named = pipeline.select() == null && !pipeline.isDefault() && mark(verdict).isEmpty();
    if (named) {
      return "Has no rule: only tasks that name it go through it.";
    }
    String said = verdict.said();
    String sentence = Character.toUpperCase(said.charAt(0)) + said.substring(1);
    return (sentence.endsWith(".") ? sentence : sentence + ".")
        + (pipeline.isDefault() ? " It is the default." : "");
  }

  /** What is wrong with what was to be tried. */
  public List<String> getFaults() {
    return faults;
  }

  public String getTitle() {
    return title;
  }

  public String getDescription() {
    return description;
  }

  public String getLabels() {
    return labels;
  }

  public String getComplexity() {
    return complexity;
  }
}
