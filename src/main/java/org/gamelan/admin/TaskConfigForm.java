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
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.gamelan.assignment.InstanceMemory;
import org.gamelan.assignment.Prompts;
import org.gamelan.assignment.TaskConfigChecks;
import org.gamelan.assignment.TaskConfigDraft;
import org.gamelan.assignment.TaskConfigView;
import org.gamelan.assignment.TaskConfigs;
import org.gamelan.failure.ConflictException;
import org.gamelan.failure.FieldError;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.manifest.TemplateFault;

/** The form for a new task config, and for one that is changed; it checks while somebody types. */
@Named
@RequestScoped
public class TaskConfigForm {
  private TaskConfigs configs;
  private AdminRights rights;
  private FacesContext faces;

  private String id;
  private int version;
  private TaskConfigFields fields;
  private String storedName = "";
  private FieldFaults faults = FieldFaults.NONE;
  private TaskConfigDraft draft;

  /** For the container's proxies. */
  protected TaskConfigForm() {}

  @Inject
  TaskConfigForm(TaskConfigs configs, AdminRights rights, FacesContext faces) {
    this.configs = configs;
    this.rights = rights;
    this.faces = faces;
  }

  /** Which one it is comes with the address, and with the form. */
  @PostConstruct
  void begin() {
    id = Parameters.given(faces, "id");
    version =
        Parameters.given(faces, "version").matches("\\d{1,9}")
            ? Integer.parseInt(Parameters.given(faces, "version"))
            : -1;
    fields = new TaskConfigFields();
  }

  /** Fills the form; answers with 404 where there is no such task config. */
  public void open() throws IOException {
    if (id.isEmpty()) {
      return;
    }
    Optional<TaskConfigView> known = configs.find(id);
    if (known.isEmpty()) {
      faces.getExternalContext().responseSendError(HttpServletResponse.SC_NOT_FOUND, "");
      faces.responseComplete();
      return;
    }
    id = known.get().id().toString();
    version = known.get().version();
    storedName = known.get().name();
    fields = TaskConfigFields.of(known.get());
  }

  public boolean isFresh() {
    return id.isEmpty();
  }

  /** Looks at what stands in the form, and saves nothing. */
  public void check() {
    List<FieldError> found = new ArrayList<>();
    draft = fields.draft(found);
    List<String> unreadable = found.stream().map(FieldError::field).toList();
    TaskConfigChecks.findFaults(draft).stream()
        .filter(fault -> unreadable.isEmpty() || !fault.field().startsWith("examples/"))
        .forEach(found::add);
    faults = new FieldFaults(found);
  }

  /** What is wrong with a field, the first few things. */
  public List<String> told(String field) {
    return faults.told(field);
  }

  public boolean isFaulty(String field) {
    return !told(field).isEmpty();
  }

  /** The prompt that a model would get: with the first example, else with something made up. */
  public String getPreview() {
    TaskConfigDraft shown = draft();
    if (shown.promptTemplate() == null || shown.promptTemplate().isBlank()) {
      return "";
    }
    Map<String, ?> variables =
        Prompts.variables(
            shown.name() == null ? "" : shown.name(),
            shown.description(),
            sample(shown),
            InstanceMemory.empty());
    Optional<TemplateFault> fault = Prompts.findFault(shown.promptTemplate(), variables);
    return fault
        .map(it -> "It cannot be filled in. " + it)
        .orElseGet(() -> Prompts.render(shown.promptTemplate(), variables));
  }

  /** Where the input of the preview comes from. */
  public String getPreviewSource() {
    JsonNode first = example(draft());
    return first == null
        ? "with an input that is made up of the schema"
        : "with the example “" + first.path("name").asText() + "”";
  }

  private TaskConfigDraft draft() {
    if (draft == null) {
      draft = fields.draft(new ArrayList<>());
    }
    return draft;
  }

  private static JsonNode sample(TaskConfigDraft draft) {
    JsonNode example = example(draft);
    return example == null ? SampleInput.of(draft.inputSchema()) : example.get("input");
  }

  private static JsonNode example(TaskConfigDraft draft) {
    JsonNode first = draft.examples() == null ? null : draft.examples().get(0);
    return first != null && first.hasNonNull("input") ? first : null;
  }

  /** Saves it and goes to its page; with faults in the form it stays, and says them. */
  public String save() {
    if (rights.areMissing()) {
      return null;
    }
    check();
    if (!faults.isEmpty()) {
      tell("Not saved: look at what is said at the fields.");
      return null;
    }
    try {
      TaskConfigView saved =
          isFresh() ? configs.create(draft) : configs.update(UUID.fromString(id), draft, version);
      return "/task-config.xhtml?faces-redirect=true&id=" + saved.id();
    } catch (InvalidInputException e) {
      faults = new FieldFaults(e.errors());
    } catch (ConflictException e) {
      tell(e.getMessage());
    }
    return null;
  }

  private void tell(String text) {
    faces.addMessage(null, new FacesMessage(FacesMessage.SEVERITY_ERROR, text, null));
  }

  public String getId() {
    return id;
  }

  public int getVersion() {
    return version;
  }

  public String getStoredName() {
    return storedName;
  }

  public TaskConfigFields getFields() {
    return fields;
  }
}
