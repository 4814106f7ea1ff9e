package org.gamelan.admin;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.gamelan.agent.AgentDefinition;
import org.gamelan.agent.AgentRegistry;
import org.gamelan.json.Json;
import org.gamelan.workflow.Edge;
import org.gamelan.workflow.InvalidOutputPolicy;
import org.gamelan.workflow.RetryPolicy;
import org.gamelan.workflow.StageDefinition;

/** The stage or way that somebody chose on a workflow's page, as it is defined. */
@Named
@RequestScoped
public class WorkflowPart {
  private WorkflowPage page;
  private AgentRegistry agents;
  private FacesContext faces;

  private String stageName;
  private String edgeNumber;

  /** For the container's proxies. */
  protected WorkflowPart() {}

  @Inject
  WorkflowPart(WorkflowPage page, AgentRegistry agents, FacesContext faces) {
    this.page = page;
    this.agents = agents;
    this.faces = faces;
  }

  @PostConstruct
  void begin() {
    Map<String, String> parameters = faces.getExternalContext().getRequestParameterMap();
    stageName = parameters.getOrDefault("choose", parameters.getOrDefault("stage", ""));
    edgeNumber = parameters.getOrDefault("chooseEdge", parameters.getOrDefault("edge", ""));
  }

  /** The chosen stage, or null. */
  public StageDefinition getStage() {
    return getEdge() == null ? page.definitions().get(stageName) : null;
  }

  /** The chosen way, or null. */
  public Edge getEdge() {
    List<Edge> edges = page.getWorkflow().edges();
    return edgeNumber.matches("\\d{1,6}") && Integer.parseInt(edgeNumber) < edges.size()
        ? edges.get(Integer.parseInt(edgeNumber))
        : null;
  }

  public String getEdgeNumber() {
    return edgeNumber;
  }

  /** In which case the chosen way is taken. */
  public String getCase() {
    return getEdge() == null ? "" : EdgeText.when(page.getWorkflow(), getEdge());
  }

  /**
   * An agent that the chosen stage puts to work.
   *
   * @param name its name
   * @param description what it is for; empty when nothing is said
   * @param model the alias it asks
   * @param prompt its prompt as markup; empty when it is not there
   */
  public record Worker(String name, String description, String model, String prompt) {}

  /** The agents that the chosen stage puts to work. */
  public List<Worker> getWorkers() {
    StageDefinition stage = getStage();
    return stage == null ? List.of() : stage.agents().stream().map(this::worker).toList();
  }

  private Worker worker(String name) {
    Optional<AgentDefinition> agent = agents.find(name);
    return new Worker(
        name,
        agent.map(AgentDefinition::description).orElse(""),
        agent.map(AgentDefinition::model).orElse("default"),
        agent.map(AgentDefinition::prompt).map(PromptHtml::of).orElse(""));
  }

  /** What the stage's kind alone has, as coloured JSON; empty when there is nothing. */
  public String getSettings() {
    JsonNode settings = getStage().settings();
    return settings.isEmpty() ? "" : JsonHtml.coloured(settings);
  }

  /** The arguments of a tool or the fields of an output as coloured JSON; empty without any. */
  public String getWith() {
    return getStage().with() == null ? "" : JsonHtml.coloured(getStage().with());
  }

  /** How often and when it is tried again. */
  public String getRetry() {
    RetryPolicy retry = getStage().retry();
    if (retry.attempts() == 1) {
      return "never";
    }
    String kinds =
        retry.on().stream().map(kind -> kind.id()).sorted().collect(Collectors.joining(", "));
    return "%d attempts, first after %s, then %s× longer up to %s, on %s"
        .formatted(
            retry.attempts(),
            Figures.duration(retry.backoff()),
            Json.write(Json.tree(retry.factor())).replace(".0", ""),
            Figures.duration(retry.max()),
            kinds);
  }

  /** What happens with an answer that does not fit. */
  public String getInvalidOutput() {
    InvalidOutputPolicy policy = getStage().onInvalidOutput();
    List<String> rungs = new ArrayList<>();
    if (policy.repair()) {
      rungs.add("repair it");
    }
    if (policy.ask() > 0) {
      rungs.add("ask again " + policy.ask() + "×");
    }
    if (policy.model() != null) {
      rungs.add("ask " + policy.model());
    }
    rungs.add(policy.asksPeople() ? "ask a person" : "fail");
    return String.join(", then ", rungs);
  }

  public String getTimeout() {
    return Figures.duration(getStage().timeout());
  }

  /**
   * A schema that the chosen stage checks against.
   *
   * @param role {@code Input} or {@code Output}
   * @param name what it is called
   * @param text as coloured JSON
   */
  public record Shape(String role, String name, String text) {}

  /** The schemas that the chosen stage checks against. */
  public List<Shape> getShapes() {
    List<Shape> shapes = new ArrayList<>();
    add("Input", getStage().inputSchema(), shapes);
    add("Output", getStage().outputSchema(), shapes);
    return shapes;
  }

  private void add(String role, String name, List<Shape> shapes) {
    page.bundle()
        .findSchema(name)
        .ifPresent(schema -> shapes.add(new Shape(role, name, JsonHtml.coloured(schema))));
  }
}
