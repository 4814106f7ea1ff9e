package org.gamelan.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.component.EditableValueHolder;
import jakarta.faces.component.UIComponent;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.gamelan.agent.AgentEntry;
import org.gamelan.agent.AgentRegistry;
import org.gamelan.engine.Definitions;
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
import org.gamelan.task.Wish;
import org.gamelan.workflow.PipelineDefinition;

/** The form for a new task. */
@Named
@RequestScoped
public class NewTaskPage {
  private static final int OFFERED = 500;
  private static final String FORM = "new-task:";
  private static final Map<String, String> FIELDS =
      Map.ofEntries(
          Map.entry("title", "title"),
          Map.entry("description", "description"),
          Map.entry("complexity", "complexity"),
          Map.entry("priority", "priority"),
          Map.entry("pipeline", "pipeline"),
          Map.entry("agent", "agent"),
          Map.entry("assign", "assign"),
          Map.entry("prefer", "assign"),
          Map.entry("skills", "skills"),
          Map.entry("source.path", "path"),
          Map.entry("source.git", "git"),
          Map.entry("source", "path"));

  private TaskCreation tasks;
  private Definitions definitions;
  private AgentRegistry agents;
  private CurrentCaller caller;
  private NewTaskInput given;
  private FacesContext faces;

  private String key;
  private String title;
  private String description;
  private String pipeline;
  private String workflow;
  private String agent;
  private String assign;
  private String skills;
  private Integer priority;
  private Integer complexity;
  private String path;
  private String git;

  /** For the container's proxies. */
  protected NewTaskPage() {}

  @Inject
  NewTaskPage(
      TaskCreation tasks,
      Definitions definitions,
      AgentRegistry agents,
      CurrentCaller caller,
      NewTaskInput given,
      FacesContext faces) {
    this.tasks = tasks;
    this.definitions = definitions;
    this.agents = agents;
    this.caller = caller;
    this.given = given;
    this.faces = faces;
  }

  @PostConstruct
  void begin() {
    key = UUID.randomUUID().toString();
    priority = 5;
    complexity = 5;
    Map<String, String> parameters = faces.getExternalContext().getRequestParameterMap();
    agent = parameters.get("agent");
    pipeline = parameters.get("pipeline");
    workflow = parameters.get("workflow");
  }

  /** Whether this person may start tasks. */
  public boolean isAllowed() {
    return caller.find().filter(known -> known.role().covers(Role.OPERATOR)).isPresent();
  }

  /** The pipelines there are. */
  public List<String> getPipelines() {
    return definitions.catalogue().pipelines().values().stream()
        .map(PipelineDefinition::name)
        .sorted()
        .toList();
  }

  /** The first agents that take work. */
  public List<String> getAgents() {
    return agents.entries().stream()
        .filter(entry -> entry.refusal().isEmpty())
        .map(AgentEntry::name)
        .limit(OFFERED)
        .toList();
  }

  /** Creates the task and goes to its page; with faults in the form it stays, and says them. */
  public String create() {
    Caller by = caller.require();
    if (!by.role().covers(Role.OPERATOR)) {
      tell(null, "Your role may look, but not start tasks.");
      return null;
    }
    Optional<NewTaskInput.Given> input = given.read();
    if (input.isEmpty()) {
      return null;
    }
    try {
      NewTask task = task(input.get().document());
      UUID id = tasks.create(task, by.name(), by.keyId(), Optional.of(promise(by, task))).id();
      return "/task.xhtml?faces-redirect=true&id=" + id;
    } catch (InvalidInputException e) {
      given.refuse(e.errors().stream().filter(NewTaskPage::isOfInput).toList());
      e.errors().stream().filter(error -> !isOfInput(error)).forEach(this::tell);
    } catch (GamelanException e) {
      tell(null, e.getMessage());
    }
    return null;
  }

  private static boolean isOfInput(FieldError error) {
    return error.field().equals("input") || error.field().startsWith("input/");
  }

  private NewTask task(JsonNode input) {
    return NewTask.titled(title)
        .description(description)
        .input(input)
        .complexity(complexity)
        .priority(priority)
        .workflow(isBlank(workflow) ? null : workflow)
        .pipeline(isBlank(pipeline) || !isBlank(workflow) ? null : pipeline)
        .agent(isBlank(agent) ? null : agent.strip())
        .source(source())
        .assign(isBlank(assign) ? null : Wish.AUTO)
        .skills(isBlank(skills) ? null : skillList())
        .prefer(Wish.FITNESS.equals(assign) ? Wish.FITNESS : null)
        .build();
  }

  private List<String> skillList() {
    return Arrays.stream(skills.split(","))
        .map(String::strip)
        .filter(skill -> !skill.isEmpty())
        .toList();
  }

  private JsonNode source() {
    if (isBlank(path) && isBlank(git)) {
      return null;
    }
    ObjectNode source = Json.object();
    if (!isBlank(path)) {
      source.put("path", path.strip());
    }
    if (!isBlank(git)) {
      source.put("git", git.strip());
    }
    return source;
  }

  /** The same form sent twice, by a double click or a reload, makes one task. */
  private Idempotency promise(Caller by, NewTask task) {
    byte[] hash = Json.hash(Json.tree(task));
    String once = (key == null ? "" : key) + HexFormat.of().formatHex(hash);
    return new Idempotency(
        by.owner(), once.substring(0, Math.min(once.length(), Idempotency.MAX_KEY)), hash);
  }

  private static boolean isBlank(String text) {
    return text == null || text.isBlank();
  }

  private void tell(FieldError error) {
    String field = error.field();
    String known = FIELDS.get(field);
    tell(known, known == null ? field + " " + error.message() : capital(error.message()));
  }

  private static String capital(String text) {
    return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  private void tell(String field, String text) {
    FacesMessage message = new FacesMessage(FacesMessage.SEVERITY_ERROR, text, null);
    faces.addMessage(field == null ? null : FORM + field, message);
    UIComponent component = field == null ? null : faces.getViewRoot().findComponent(FORM + field);
    if (component instanceof EditableValueHolder holder) {
      holder.setValid(false);
    }
  }

  public String getKey() {
    return key;
  }

  public void setKey(String key) {
    this.key = key;
  }

  public String getTitle() {
    return title;
  }

  public void setTitle(String title) {
    this.title = title;
  }

  public String getDescription() {
    return description;
  }

  public void setDescription(String description) {
    this.description = description;
  }

  public String getPipeline() {
    return pipeline;
  }

  public void setPipeline(String pipeline) {
    this.pipeline = pipeline;
  }

  /** The workflow that is gone through as it is, by no pipeline; empty when none was named. */
  public String getWorkflow() {
    return workflow;
  }

  public void setWorkflow(String workflow) {
    this.workflow = workflow;
  }

  public String getAgent() {
    return agent;
  }

  public void setAgent(String agent) {
    this.agent = agent;
  }

  public String getAssign() {
    return assign;
  }

  public void setAssign(String assign) {
    this.assign = assign;
  }

  public String getSkills() {
    return skills;
  }

  public void setSkills(String skills) {
    this.skills = skills;
  }

  public Integer getPriority() {
    return priority;
  }

  public void setPriority(Integer priority) {
    this.priority = priority;
  }

  public Integer getComplexity() {
    return complexity;
  }

  public void setComplexity(Integer complexity) {
    this.complexity = complexity;
  }

  public String getPath() {
    return path;
  }

  public void setPath(String path) {
    this.path = path;
  }

  public String getGit() {
    return git;
  }

  public void setGit(String git) {
    this.git = git;
  }
}
