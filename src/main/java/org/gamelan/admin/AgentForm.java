package org.gamelan.admin;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.context.FacesContext;
import jakarta.faces.model.SelectItem;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.gamelan.agent.AdminAgents;
import org.gamelan.agent.AgentBuilder;
import org.gamelan.agent.AgentDefinition;
import org.gamelan.agent.AgentDifference;
import org.gamelan.agent.AgentEntry;
import org.gamelan.agent.AgentRegistry;
import org.gamelan.failure.ConflictException;
import org.gamelan.failure.FieldError;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.failure.NotFoundException;
import org.gamelan.manifest.TemplateFault;
import org.gamelan.manifest.Templates;
import org.gamelan.provider.ModelAliases;
import org.gamelan.provider.ModelView;
import org.gamelan.security.CurrentCaller;
import org.gamelan.tool.Tools;

/** The form for a new agent, a clone, and one that is changed; it checks while somebody types. */
@Named
@RequestScoped
public class AgentForm {
  private static final Templates TEMPLATES = new Templates();
  private static final int OFFERED = 500;
  private static final String SAMPLE = "What is to be done";

  private AgentRegistry registry;
  private AdminAgents agents;
  private ModelAliases models;
  private Tools tools;
  private AdminRights rights;
  private CurrentCaller caller;
  private FacesContext faces;

  private String name;
  private int version;
  private AgentFields fields;
  private FieldFaults faults = FieldFaults.NONE;
  private AgentDefinition newer;

  /** For the container's proxies. */
  protected AgentForm() {}

  @Inject
  AgentForm(
      AgentRegistry registry,
      AdminAgents agents,
      ModelAliases models,
      Tools tools,
      AdminRights rights,
      CurrentCaller caller,
      FacesContext faces) {
    this.registry = registry;
    this.agents = agents;
    this.models = models;
    this.tools = tools;
    this.rights = rights;
    this.caller = caller;
    this.faces = faces;
  }

  /** Which one it is comes with the address, and with the form. */
  @PostConstruct
  void begin() {
    name = Parameters.given(faces, "id");
    version = number(Parameters.given(faces, "version"));
    fields = new AgentFields();
    if (!Parameters.given(faces, "over").isEmpty()) {
      // The button that decides about it has to be there when it is pressed.
      newer = registry.find(name).orElse(null);
    }
    if (faces.isPostback()) {
      fields.setTools(faces.getExternalContext().getRequestParameterValuesMap().get("tools"));
    }
  }

  private static int number(String text) {
    return text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
  }

  /** Fills the form; answers with 404 where there is no such agent or version. */
  public void open() throws IOException {
    try {
      if (!isFresh()) {
        AgentEntry entry = registry.resolve(name).orElseGet(() -> agents.require(name));
        name = entry.name();
        version = entry.definition().version();
        fields = AgentFields.of(entry.definition());
      } else if (!Parameters.given(faces, "copy").isEmpty()) {
        fields =
            AgentFields.of(
                copied(Parameters.given(faces, "copy"), number(Parameters.given(faces, "of"))));
        fields.setName("");
      }
    } catch (NotFoundException e) {
      faces.getExternalContext().responseSendError(HttpServletResponse.SC_NOT_FOUND, "");
      faces.responseComplete();
    }
  }

  private AgentDefinition copied(String from, int number) {
    return number >= 0
        ? agents.version(from, number).definition()
        : registry.resolve(from).orElseGet(() -> agents.require(from)).definition();
  }

  public boolean isFresh() {
    return name.isEmpty();
  }

  /** Whether it comes from a file, a bean or settings, and is changed there. */
  public boolean isFixed() {
    return !isFresh() && registry.findEntry(name).filter(AgentEntry::isOfAdmin).isEmpty();
  }

  /** Where one that is changed elsewhere is written. */
  public String getOrigin() {
    return registry.find(name).map(AgentDefinition::origin).orElse("");
  }

  /** Looks at what stands in the form, and saves nothing. */
  public void check() {
    List<FieldError> found = new ArrayList<>();
    AgentBuilder draft = fields.draft(name(), found);
    found.addAll(agents.problems(draft));
    faults = new FieldFaults(found);
  }

  private String name() {
    return isFresh() ? fields.getName() : name;
  }

  public List<String> told(String field) {
    return faults.told(field);
  }

  public boolean isFaulty(String field) {
    return !told(field).isEmpty();
  }

  /** The prompt as the model would get it, with values made up of the input schema. */
  public String getPreview() {
    return sampleFault().isPresent()
        ? ""
        : TEMPLATES.render(fields.getPrompt(), AgentVariables.of(SAMPLE, sample()));
  }

  /** Why the preview cannot be shown; empty when it can. */
  public String getPreviewFault() {
    return sampleFault().map(fault -> capital(fault.toString())).orElse("");
  }

  private Optional<TemplateFault> sampleFault() {
    return TEMPLATES.findFault(fields.getPrompt(), AgentVariables.of(SAMPLE, sample()));
  }

  private JsonNode sample() {
    List<FieldError> unread = new ArrayList<>();
    return SampleInput.of(JsonText.read("inputSchema", fields.getInputSchema(), unread));
  }

  private static String capital(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  /** The aliases there are, with what each stands for and can. */
  public List<SelectItem> getModels() {
    List<SelectItem> items = new ArrayList<>();
    Set<String> known = new LinkedHashSet<>();
    for (ModelView model : models.list()) {
      known.add(model.name());
      String can = String.join(", ", model.capabilities());
      String stands = model.provider() + ", " + model.model();
      items.add(
          new SelectItem(
              model.name(),
              model.name() + " (" + stands + (can.isEmpty() ? ")" : "; " + can + ")")));
    }
    if (!fields.getModel().isEmpty() && !known.contains(fields.getModel())) {
      items.add(new SelectItem(fields.getModel(), fields.getModel()));
    }
    return items;
  }

  /** All tools, and those it names that are not there. */
  public List<AgentPage.AgentTool> getTools() {
    List<AgentPage.AgentTool> all =
        tools.list().stream()
            .map(tool -> AgentPage.AgentTool.of(tool, fields.getTools().contains(tool.name())))
            .collect(Collectors.toCollection(ArrayList::new));
    fields.getTools().stream()
        .filter(chosen -> tools.find(chosen).isEmpty())
        .forEach(chosen -> all.add(AgentPage.AgentTool.missing(chosen)));
    return all;
  }

  /** Agents that may take over. */
  public List<String> getOthers() {
    return registry.names().stream().filter(other -> !other.equals(name)).limit(OFFERED).toList();
  }

  /** Saves it and goes to its page; with faults in the form it stays, and says them. */
  public String save() {
    return store(version);
  }

  /** Saves it over what somebody else has saved meanwhile, which stays an older version. */
  public String saveOver() {
    agents.refresh();
    int newest = registry.find(name).map(AgentDefinition::version).orElse(version);
    return store(
        Parameters.given(faces, "over").equals(Integer.toString(newest)) ? newest : version);
  }

  private String store(int seen) {
    if (rights.areMissing()) {
      return null;
    }
    check();
    if (!faults.isEmpty()) {
      tell("Not saved: look at what is said at the fields.");
      return null;
    }
    AgentBuilder draft = fields.draft(name(), new ArrayList<>());
    String by = caller.require().name();
    try {
      AgentEntry saved = isFresh() ? agents.create(draft, by) : agents.update(draft, seen, by);
      return "/agent.xhtml?faces-redirect=true&id=" + saved.name();
    } catch (InvalidInputException e) {
      faults = new FieldFaults(e.errors());
      tell("Not saved: look at what is said at the fields.");
    } catch (ConflictException e) {
      tellConflict(e);
    } catch (NotFoundException e) {
      tell("Somebody has removed it meanwhile. Copy what you need, or add it as a new agent.");
    }
    return null;
  }

  private void tellConflict(ConflictException conflict) {
    agents.refresh();
    newer =
        isFresh() ? null : registry.find(name).filter(now -> now.version() != version).orElse(null);
    tell(
        newer == null
            ? conflict.getMessage()
            : "Not saved: somebody has saved version " + newer.version() + " meanwhile.");
  }

  private void tell(String text) {
    faces.addMessage(null, new FacesMessage(FacesMessage.SEVERITY_ERROR, text, null));
  }

  /** What somebody else has saved while this form was open, or null. */
  public AgentDefinition getNewer() {
    return newer;
  }

  /** In what the version that somebody else has saved differs from what stands in the form. */
  public List<ShownDifference> getDifferences() {
    if (newer == null) {
      return List.of();
    }
    List<FieldError> found = new ArrayList<>();
    AgentBuilder mine = fields.draft(name, found);
    found.addAll(mine.problems());
    return found.isEmpty()
        ? ShownDifference.of(AgentDifference.between(newer, mine.build()))
        : List.of();
  }

  public String getName() {
    return name;
  }

  public int getVersion() {
    return version;
  }

  public AgentFields getFields() {
    return fields;
  }
}
