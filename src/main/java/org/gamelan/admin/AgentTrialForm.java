package org.gamelan.admin;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gamelan.failure.FieldError;
import org.gamelan.failure.GamelanException;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.json.Json;
import org.gamelan.security.CurrentCaller;
import org.primefaces.PrimeFaces;

/** The form that tries an agent out. */
@Named
@RequestScoped
public class AgentTrialForm {
  private AgentPage page;
  private AgentTrials trials;
  private OperatorRights rights;
  private CurrentCaller caller;
  private FacesContext faces;

  private String message;
  private String input;
  private FieldFaults faults = FieldFaults.NONE;

  /** For the container's proxies. */
  protected AgentTrialForm() {}

  @Inject
  AgentTrialForm(
      AgentPage page,
      AgentTrials trials,
      OperatorRights rights,
      CurrentCaller caller,
      FacesContext faces) {
    this.page = page;
    this.trials = trials;
    this.rights = rights;
    this.caller = caller;
    this.faces = faces;
  }

  /** Begins; the browser gets to know under which id to listen. */
  public void start() {
    if (rights.areMissing()) {
      return;
    }
    List<FieldError> found = new ArrayList<>();
    var given = JsonText.read("input", input, found);
    try {
      if (found.isEmpty()) {
        AgentTrial trial = trials.start(page.getName(), message, given, caller.require().name());
        PrimeFaces.current().ajax().addCallbackParam("trial", trial.id().toString());
      }
    } catch (InvalidInputException e) {
      found.addAll(e.errors());
    } catch (GamelanException e) {
      faces.addMessage(null, new FacesMessage(FacesMessage.SEVERITY_ERROR, e.getMessage(), null));
    }
    faults = new FieldFaults(found);
  }

  /** Ends the trial whose button was pressed. */
  public void stop() {
    if (!rights.areMissing()) {
      Optional.ofNullable(faces.getExternalContext().getRequestParameterMap().get("choose"))
          .flatMap(RunIds::parse)
          .flatMap(id -> trials.find(id, caller.require().name()))
          .ifPresent(AgentTrial::stop);
    }
  }

  public List<String> told(String field) {
    return faults.told(field);
  }

  public boolean isFaulty(String field) {
    return !told(field).isEmpty();
  }

  public String getMessage() {
    return message;
  }

  public void setMessage(String message) {
    this.message = message;
  }

  /** What is written there, at first something made up of the agent's input schema. */
  public String getInput() {
    if (input == null && !faces.isPostback() && page.getAgent().inputSchema() != null) {
      input = Json.writePretty(SampleInput.of(page.getAgent().inputSchema()));
    }
    return input;
  }

  public void setInput(String input) {
    this.input = input;
  }
}
