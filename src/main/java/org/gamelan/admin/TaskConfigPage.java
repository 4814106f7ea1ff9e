package org.gamelan.admin;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.gamelan.agent.AgentDefinition;
import org.gamelan.agent.AgentRegistry;
import org.gamelan.assignment.AgentInstance;
import org.gamelan.assignment.Assignments;
import org.gamelan.assignment.TaskConfigView;
import org.gamelan.assignment.TaskConfigs;
import org.gamelan.failure.GamelanException;
import org.gamelan.json.Json;
import org.gamelan.security.CurrentCaller;

/** One task config: what it is, and which agents do it. */
@Named
@RequestScoped
public class TaskConfigPage {
  private static final int SHOWN_INSTANCES = 100;
  private static final int LONGEST_COMMAND = 300;

  private TaskConfigs configs;
  private Assignments assignments;
  private AgentRegistry agents;
  private AdminRights rights;
  private CurrentCaller caller;
  private FacesContext faces;

  private String id;
  private String agent;
  private TaskConfigView config;
  private List<AgentInstance> instances;

  /** For the container's proxies. */
  protected TaskConfigPage() {}

  @Inject
  TaskConfigPage(
      TaskConfigs configs,
      Assignments assignments,
      AgentRegistry agents,
      AdminRights rights,
      CurrentCaller caller,
      FacesContext faces) {
    this.configs = configs;
    this.assignments = assignments;
    this.agents = agents;
    this.rights = rights;
    this.caller = caller;
    this.faces = faces;
  }

  /** The id comes with the address, and with every form of the page. */
  @PostConstruct
  void begin() {
    id = Parameters.given(faces, "id");
  }

  /** Answers with 404 where there is no such task config. */
  public void open() throws IOException {
    Optional<TaskConfigView> known = configs.find(id);
    if (known.isEmpty()) {
      faces.getExternalContext().responseSendError(HttpServletResponse.SC_NOT_FOUND, "");
      faces.responseComplete();
      return;
    }
    config = known.get();
  }

  public TaskConfigView getConfig() {
    if (config == null) {
      config = configs.require(id);
    }
    return config;
  }

  /** A schema or an example as coloured JSON; empty when there is none. */
  public String json(JsonNode document) {
    return document == null || document.isMissingNode() || document.isNull()
        ? ""
        : JsonHtml.coloured(document);
  }

  /** The examples, each with its number. */
  public List<ShownExample> getExamples() {
    List<ShownExample> shown = new ArrayList<>();
    for (JsonNode example : getConfig().examples()) {
      shown.add(
          new ShownExample(
              shown.size(),
              example.path("name").asText(),
              json(example.path("input")),
              json(example.path("output"))));
    }
    return shown;
  }

  /**
   * An example as it is shown.
   *
   * @param number from 0
   * @param name what it is called
   * @param input coloured JSON, or empty
   * @param output coloured JSON, or empty
   */
  public record ShownExample(int number, String name, String input, String output) {}

  /** The instances that assignments of it made, by agent. */
  public List<AgentInstance> getInstances() {
    if (instances == null) {
      instances = assignments.instancesOf(getConfig().id(), SHOWN_INSTANCES);
    }
    return instances;
  }

  /** The agents that do not do it yet. */
  public List<String> getOthers() {
    List<String> having =
        getInstances().stream()
            .filter(instance -> !instance.status().equals("retiring"))
            .map(AgentInstance::agent)
            .toList();
    return agents.list().stream()
        .map(AgentDefinition::name)
        .filter(name -> !having.contains(name))
        .toList();
  }

  /** The agents that do it, in one line. */
  public String getAssigned() {
    return getInstances().stream()
        .filter(instance -> !instance.status().equals("retiring"))
        .map(AgentInstance::agent)
        .collect(Collectors.joining(", "));
  }

  /** Lets another agent do it. */
  public void assign() {
    if (!rights.areMissing()) {
      attempt(
          () -> {
            assignments.create(agent, getConfig().name(), caller.require().name());
            say("Assigned to " + agent + ".");
          });
      instances = null;
    }
  }

  /** Takes it from the agent whose assignment was chosen. */
  public void unassign() {
    Optional<UUID> chosen = RunIds.parse(Parameters.given(faces, "choose"));
    if (rights.areMissing() || chosen.isEmpty()) {
      return;
    }
    boolean gone = assignments.delete(chosen.get());
    say(gone ? "Removed with its memory." : "It takes nothing new and goes with its last task.");
    instances = null;
  }

  /** Removes it with its assignments; where to go then. */
  public String delete() {
    if (rights.areMissing()) {
      return null;
    }
    boolean done = attempt(() -> configs.delete(getConfig().id(), getConfig().version(), true));
    return done ? "/task-configs.xhtml?faces-redirect=true" : null;
  }

  private boolean attempt(Runnable change) {
    try {
      change.run();
      return true;
    } catch (GamelanException e) {
      faces.addMessage(null, new FacesMessage(FacesMessage.SEVERITY_ERROR, e.getMessage(), null));
      return false;
    }
  }

  private void say(String text) {
    faces.addMessage(null, new FacesMessage(FacesMessage.SEVERITY_INFO, text, null));
  }

  /** The call that runs it, for a terminal. */
  public String getCommand() {
    List<JsonNode> examples = new ArrayList<>();
    getConfig().examples().forEach(examples::add);
    JsonNode input =
        examples.isEmpty()
            ? SampleInput.of(getConfig().inputSchema())
            : examples.get(0).path("input");
    String text = input.isMissingNode() ? "{}" : Json.write(input);
    String given =
        text.length() > LONGEST_COMMAND ? "- < input.json" : "'" + text.replace("'", "'\\''") + "'";
    return "./gamelan config run " + getConfig().name() + " --input " + given;
  }

  public String getAgent() {
    return agent;
  }

  public void setAgent(String agent) {
    this.agent = agent;
  }
}
