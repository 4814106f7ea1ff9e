package org.gamelan.admin;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.context.FacesContext;
import jakarta.faces.model.SelectItem;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.gamelan.agent.AgentEntry;
import org.gamelan.agent.AgentRegistry;
import org.gamelan.assignment.AgentInstance;
import org.gamelan.assignment.Previews;
import org.gamelan.failure.FieldError;
import org.gamelan.failure.GamelanException;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.json.Json;
import org.gamelan.security.Caller;
import org.gamelan.security.CurrentCaller;
import org.gamelan.security.Role;
import org.gamelan.task.Idempotency;
import org.gamelan.task.NewTask;
import org.gamelan.task.TaskCreation;

/** The form that runs a task config: made of its input schema, kept in the request alone. */
@Named
@RequestScoped
public class TaskConfigRun {
  private static final String ASSIGNMENT = "assignment:";
  private static final String AGENT = "agent:";
  private static final String DEFAULT_AGENT = "";

  private TaskConfigPage page;
  private AgentRegistry agents;
  private Previews previews;
  private TaskCreation tasks;
  private CurrentCaller caller;
  private FacesContext faces;

  private String key;
  private String who = DEFAULT_AGENT;
  private String shown;
  private List<FieldError> faults = List.of();

  /** For the container's proxies. */
  protected TaskConfigRun() {}

  @Inject
  TaskConfigRun(
      TaskConfigPage page,
      AgentRegistry agents,
      Previews previews,
      TaskCreation tasks,
      CurrentCaller caller,
      FacesContext faces) {
    this.page = page;
    this.agents = agents;
    this.previews = previews;
    this.tasks = tasks;
    this.caller = caller;
    this.faces = faces;
  }

  @PostConstruct
  void begin() {
    String given = faces.getExternalContext().getRequestParameterMap().get("key");
    key = given == null || given.isBlank() ? UUID.randomUUID().toString() : given;
  }

  /** Whether this person may start tasks. */
  public boolean isAllowed() {
    return caller.find().filter(known -> known.role().covers(Role.OPERATOR)).isPresent();
  }

  /** The form's fields as markup, filled with what was written, an example, or the defaults. */
  public String getMarkup() {
    Optional<List<InputField>> fields = fields();
    return InputFormHtml.of(fields, values(fields), faults);
  }

  private Optional<List<InputField>> fields() {
    return InputFields.of(page.getConfig().inputSchema());
  }

  private InputValues values(Optional<List<InputField>> fields) {
    if (faces.isPostback()) {
      return InputValues.of(faces.getExternalContext().getRequestParameterValuesMap());
    }
    List<InputField> form = fields.orElse(List.of());
    return example()
        .map(example -> InputValues.of(form, example))
        .orElseGet(() -> InputValues.ofDefaults(form));
  }

  private Optional<JsonNode> example() {
    String number = faces.getExternalContext().getRequestParameterMap().get("example");
    return number == null || !number.matches("\\d{1,3}")
        ? Optional.empty()
        : Optional.ofNullable(page.getConfig().examples().get(Integer.parseInt(number)))
            .map(example -> example.get("input"));
  }

  /** Whom it can be given to: agents that take new tasks. */
  public List<SelectItem> getPlaces() {
    List<SelectItem> places = new ArrayList<>();
    List<AgentInstance> assigned =
        page.getInstances().stream()
            .filter(instance -> !instance.status().equals("retiring"))
            .filter(instance -> agents.findEntry(instance.agent()).filter(this::works).isPresent())
            .toList();
    if (!assigned.isEmpty()) {
      places.add(
          new SelectItem(
              DEFAULT_AGENT, "the assigned agent that is free and was used longest ago"));
    }
    assigned.forEach(
        instance ->
            places.add(
                new SelectItem(
                    ASSIGNMENT + instance.assignment(),
                    instance.agent() + " (assigned, " + instance.status() + ")")));
    List<String> having = assigned.stream().map(AgentInstance::agent).toList();
    agents.entries().stream()
        .filter(this::works)
        .filter(agent -> !having.contains(agent.name()))
        .forEach(
            agent ->
                places.add(
                    new SelectItem(AGENT + agent.name(), agent.name() + " (without memory)")));
    return places;
  }

  private boolean works(AgentEntry agent) {
    return agent.refusal().isEmpty();
  }

  /** Shows the prompt that the model would get, and starts nothing. */
  public void preview() {
    attempt(
        input -> {
          shown = previews.of(page.getConfig(), input, assignment().orElse(null)).prompt();
          return shown;
        });
  }

  /** Starts the task and goes to its page; with faults in the form it stays, and says them. */
  public String run() {
    Caller by = caller.require();
    if (!isAllowed()) {
      tell("Your role may look, but not start tasks.");
      return null;
    }
    return attempt(
            input -> {
              NewTask task = task(input);
              return tasks.create(task, by.name(), by.keyId(), Optional.of(promise(by, task))).id();
            })
        .map(id -> "/task.xhtml?faces-redirect=true&id=" + id)
        .orElse(null);
  }

  /** Work with the input that stands in the form. */
  @FunctionalInterface
  private interface Work<T> {
    T with(JsonNode input);
  }

  private <T> Optional<T> attempt(Work<T> work) {
    List<FieldError> found = new ArrayList<>();
    Optional<List<InputField>> fields = fields();
    JsonNode input = values(fields).document(fields, found);
    try {
      if (found.isEmpty()) {
        return Optional.of(work.with(input));
      }
    } catch (InvalidInputException e) {
      found.addAll(e.errors());
    } catch (GamelanException e) {
      tell(e.getMessage());
    }
    faults = found;
    return Optional.empty();
  }

  private NewTask task(JsonNode input) {
    return NewTask.titled(null)
        .input(input)
        .agent(who.startsWith(AGENT) ? who.substring(AGENT.length()) : null)
        .taskConfig(page.getConfig().id().toString())
        .assignment(assignment().orElse(null))
        .build();
  }

  private Optional<UUID> assignment() {
    return who.startsWith(ASSIGNMENT)
        ? RunIds.parse(who.substring(ASSIGNMENT.length()))
        : Optional.empty();
  }

  /** The same form sent twice, by a double click or a reload, makes one task. */
  private Idempotency promise(Caller by, NewTask task) {
    byte[] hash = Json.hash(Json.tree(task));
    String once = key + HexFormat.of().formatHex(hash);
    return new Idempotency(
        by.owner(), once.substring(0, Math.min(once.length(), Idempotency.MAX_KEY)), hash);
  }

  private void tell(String text) {
    faces.addMessage(null, new FacesMessage(FacesMessage.SEVERITY_ERROR, text, null));
  }

  public String getKey() {
    return key;
  }

  public String getWho() {
    return who;
  }

  public void setWho(String who) {
    this.who = who == null ? DEFAULT_AGENT : who;
  }

  /** The prompt that was asked for, or null. */
  public String getShown() {
    return shown;
  }
}
