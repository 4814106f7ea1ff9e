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
import org.gamelan.engine.Permissions;
import org.gamelan.failure.FieldError;
import org.gamelan.failure.GamelanException;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.failure.NotFoundException;
import org.gamelan.security.CurrentCaller;
import org.gamelan.task.Invocations;
import org.gamelan.tool.ToolDefinition;
import org.gamelan.tool.ToolSettings;
import org.gamelan.tool.Tools;

/** One tool: what it does and may, and a form to try it. */
@Named
@RequestScoped
public class ToolPage {
  private static final String ARGUMENTS = "arguments";

  private Tools tools;
  private Permissions permissions;
  private Invocations invocations;
  private OperatorRights rights;
  private CurrentCaller caller;
  private FacesContext faces;

  private String name;
  private String task;
  private boolean confirmed;
  private List<FieldError> faults = List.of();
  private Invocations.Result result;

  /** For the container's proxies. */
  protected ToolPage() {}

  @Inject
  ToolPage(
      Tools tools,
      Permissions permissions,
      Invocations invocations,
      OperatorRights rights,
      CurrentCaller caller,
      FacesContext faces) {
    this.tools = tools;
    this.permissions = permissions;
    this.invocations = invocations;
    this.rights = rights;
    this.caller = caller;
    this.faces = faces;
  }

  /** The name comes with the address, and with the form of the page. */
  @PostConstruct
  void begin() {
    name =
        Optional.ofNullable(faces.getExternalContext().getRequestParameterMap().get("name"))
            .orElse("");
  }

  /** Answers with 404 where there is no such tool. */
  public void open() throws IOException {
    if (tools.find(name).isEmpty()) {
      faces.getExternalContext().responseSendError(HttpServletResponse.SC_NOT_FOUND, "");
      faces.responseComplete();
    }
  }

  public ToolDefinition getTool() {
    return tools.find(name).orElseThrow(() -> new NotFoundException("tool", name));
  }

  /** Its row as in the list of tools. */
  public ToolsPage.Row getRow() {
    return ToolsPage.Row.of(getTool(), permissions.ofServer(name));
  }

  /** What operators' manifests say of it. */
  public ToolSettings getSettings() {
    return tools.settings(name);
  }

  /** The limits of one call, in one line. */
  public String getLimits() {
    List<String> limits = new ArrayList<>();
    getSettings().bytes().ifPresent(bytes -> limits.add("at most " + bytes + " characters"));
    getSettings().time().ifPresent(time -> limits.add("at most " + time));
    return limits.isEmpty() ? "those of the server" : String.join(", ", limits);
  }

  public List<String> getAgents() {
    return permissions.users(name);
  }

  public String getSchema() {
    return JsonHtml.coloured(getTool().inputSchema());
  }

  /** The form's fields as markup, with what was written or the defaults. */
  public String getMarkup() {
    Optional<List<InputField>> fields = fields();
    return InputFormHtml.of(fields, values(fields), faults);
  }

  private Optional<List<InputField>> fields() {
    return InputFields.of(getTool().inputSchema());
  }

  private InputValues values(Optional<List<InputField>> fields) {
    return faces.isPostback()
        ? InputValues.of(faces.getExternalContext().getRequestParameterValuesMap())
        : InputValues.ofDefaults(fields.orElse(List.of()));
  }

  /** Calls the tool with what stands in the form. */
  public void call() {
    if (rights.areMissing()) {
      return;
    }
    List<FieldError> found = new ArrayList<>();
    Optional<List<InputField>> fields = fields();
    JsonNode arguments = values(fields).document(fields, found);
    Optional<UUID> of = task == null || task.isBlank() ? Optional.empty() : RunIds.parse(task);
    if (of.isEmpty() && task != null && !task.isBlank()) {
      faces.addMessage(
          "try:task",
          new FacesMessage(FacesMessage.SEVERITY_ERROR, "Must be the id of a task.", null));
      return;
    }
    try {
      if (found.isEmpty()) {
        result = invocations.invoke(name, arguments, of.orElse(null), confirmed, caller.require());
      }
    } catch (InvalidInputException e) {
      e.errors().forEach(error -> found.add(ofForm(error)));
    } catch (GamelanException e) {
      tell(e.getMessage());
    }
    faults = found;
  }

  /** The form knows its fields by pointers, without what the API has around them. */
  private FieldError ofForm(FieldError error) {
    if (!error.field().startsWith(ARGUMENTS)) {
      tell(error.field() + " " + error.message());
      return error;
    }
    return new FieldError("input" + error.field().substring(ARGUMENTS.length()), error.message());
  }

  private void tell(String text) {
    faces.addMessage(null, new FacesMessage(FacesMessage.SEVERITY_ERROR, text, null));
  }

  public boolean isCalled() {
    return result != null;
  }

  public boolean isFailed() {
    return result != null && result.kind() != null;
  }

  /** What became of the call, in one line. */
  public String getSaid() {
    String took = " after " + result.duration().toMillis() + " ms";
    return isFailed()
        ? "Failed (" + result.kind().id() + ")" + took + ": " + result.message()
        : "Answered" + took + ".";
  }

  public String getOutput() {
    return isFailed() ? "" : JsonHtml.coloured(result.output());
  }

  public String getTask() {
    return task;
  }

  public void setTask(String task) {
    this.task = task == null ? null : task.strip();
  }

  public boolean isConfirmed() {
    return confirmed;
  }

  public void setConfirmed(boolean confirmed) {
    this.confirmed = confirmed;
  }
}
