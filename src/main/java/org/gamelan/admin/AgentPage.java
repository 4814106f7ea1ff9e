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
import java.util.List;
import java.util.Optional;
import org.gamelan.agent.AdminAgents;
import org.gamelan.agent.AgentDefinition;
import org.gamelan.agent.AgentEntry;
import org.gamelan.agent.AgentRegistry;
import org.gamelan.failure.GamelanException;
import org.gamelan.task.AgentWork;
import org.gamelan.tool.ToolDefinition;

/** One agent: what it is, and whether it takes work. */
@Named
@RequestScoped
public class AgentPage {
  private AgentRegistry registry;
  private AdminAgents agents;
  private AgentWork work;
  private AdminRights adminRights;
  private OperatorRights operatorRights;
  private FacesContext faces;

  private String id;
  private AgentRow row;

  /** For the container's proxies. */
  protected AgentPage() {}

  @Inject
  AgentPage(
      AgentRegistry registry,
      AdminAgents agents,
      AgentWork work,
      AdminRights adminRights,
      OperatorRights operatorRights,
      FacesContext faces) {
    this.registry = registry;
    this.agents = agents;
    this.work = work;
    this.adminRights = adminRights;
    this.operatorRights = operatorRights;
    this.faces = faces;
  }

  /** The name or id comes with the address, and with every form of the page. */
  @PostConstruct
  void begin() {
    id =
        Optional.ofNullable(faces.getExternalContext().getRequestParameterMap().get("id"))
            .orElse("");
  }

  /** Answers with 404 where there is no such agent. */
  public void open() throws IOException {
    Optional<AgentEntry> known = registry.resolve(id);
    if (known.isEmpty()) {
      faces.getExternalContext().responseSendError(HttpServletResponse.SC_NOT_FOUND, "");
      faces.responseComplete();
    }
  }

  /** Whether it is still there: a retiring one goes while somebody looks at it. */
  public boolean isThere() {
    return registry.resolve(id).isPresent();
  }

  public AgentRow getRow() {
    if (row == null) {
      AgentEntry entry = registry.resolve(id).orElseGet(() -> agents.require(id));
      row = new AgentRow(entry, work.unfinished(entry.name()));
    }
    return row;
  }

  public AgentDefinition getAgent() {
    return getRow().agent();
  }

  /** Its name; also once it is gone, in answers to forms of the page. */
  public String getName() {
    return registry.resolve(id).map(AgentEntry::name).orElse(id);
  }

  /** The prompt as markup. */
  public String getPrompt() {
    return PromptHtml.of(getAgent().prompt());
  }

  /** A schema as coloured JSON; empty when there is none. */
  public String json(JsonNode document) {
    return document == null ? "" : JsonHtml.coloured(document);
  }

  /** How its model is to answer, in one line. */
  public String getParameters() {
    return AgentFields.describe(getAgent().parameters());
  }

  public String getSkills() {
    return String.join(", ", getAgent().skills());
  }

  /** Definitions of the same name that it stands in front of. */
  public List<String> getShadows() {
    return getRow().entry().shadows().stream().map(Object::toString).toList();
  }

  /**
   * A tool as it is shown.
   *
   * @param name its name
   * @param description what it does
   * @param effect what a call leaves behind, in a few words
   * @param chosen whether the agent has it
   */
  public record AgentTool(String name, String description, String effect, boolean chosen) {
    static AgentTool of(ToolDefinition tool, boolean chosen) {
      String effect =
          switch (tool.effect()) {
            case NONE -> "changes nothing";
            case IDEMPOTENT -> "twice is like once";
            case EXTERNAL -> "acts outside";
          };
      return new AgentTool(tool.name(), tool.description(), effect, chosen);
    }

    static AgentTool missing(String name) {
      return new AgentTool(name, "There is no such tool now.", "unknown", true);
    }
  }

  /** Lets it take work; takes a retirement back. */
  public void enable() {
    if (!operatorRights.areMissing()) {
      attempt(() -> agents.enable(getName()));
    }
  }

  public void disable() {
    if (!operatorRights.areMissing()) {
      attempt(() -> agents.disable(getName()));
    }
  }

  /** Removes it, or lets it retire; where to go then. */
  public String delete() {
    if (adminRights.areMissing()) {
      return null;
    }
    boolean[] gone = new boolean[1];
    attempt(() -> gone[0] = work.remove(getName()));
    return gone[0] ? "/agents.xhtml?faces-redirect=true" : null;
  }

  private void attempt(Runnable change) {
    try {
      change.run();
    } catch (GamelanException e) {
      faces.addMessage(null, new FacesMessage(FacesMessage.SEVERITY_ERROR, e.getMessage(), null));
    }
    row = null;
  }
}
