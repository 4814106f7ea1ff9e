package org.gamelan.admin;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.gamelan.agent.AdminAgents;
import org.gamelan.agent.AgentBuilder;
import org.gamelan.agent.AgentDefinition;
import org.gamelan.agent.AgentDifference;
import org.gamelan.agent.AgentEntry;
import org.gamelan.agent.AgentRegistry;
import org.gamelan.agent.AgentSource;
import org.gamelan.agent.AgentVersion;
import org.gamelan.failure.GamelanException;
import org.gamelan.failure.NotFoundException;
import org.gamelan.security.CurrentCaller;

/** What an agent was before, and how two of its versions differ. */
@Named
@RequestScoped
public class AgentVersionsPage {
  private AdminAgents agents;
  private AgentRegistry registry;
  private AdminRights rights;
  private CurrentCaller caller;
  private FacesContext faces;

  private String id;
  private int from;
  private int to;
  private List<AgentVersion> versions;

  /** For the container's proxies. */
  protected AgentVersionsPage() {}

  @Inject
  AgentVersionsPage(
      AdminAgents agents,
      AgentRegistry registry,
      AdminRights rights,
      CurrentCaller caller,
      FacesContext faces) {
    this.agents = agents;
    this.registry = registry;
    this.rights = rights;
    this.caller = caller;
    this.faces = faces;
  }

  /** The agent and the two versions stand in the address. */
  @PostConstruct
  void begin() {
    id = Parameters.given(faces, "id");
    from = number(Parameters.given(faces, "from"));
    to = number(Parameters.given(faces, "to"));
  }

  private static int number(String text) {
    return text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
  }

  /** Answers with 404 where there never was such an agent. */
  public void open() throws IOException {
    try {
      versions();
    } catch (NotFoundException e) {
      faces.getExternalContext().responseSendError(HttpServletResponse.SC_NOT_FOUND, "");
      faces.responseComplete();
    }
  }

  private List<AgentVersion> versions() {
    if (versions == null) {
      versions = agents.versions(id);
    }
    return versions;
  }

  public String getName() {
    return versions().isEmpty() ? id : versions().get(0).definition().name();
  }

  /** Whether the agent is still there. */
  public boolean isThere() {
    return registry.findEntry(getName()).isPresent();
  }

  /** Whether an older version can be put into force here. */
  public boolean isRestorable() {
    return rights.isGranted()
        && registry.findEntry(getName()).filter(AgentEntry::isOfAdmin).isPresent();
  }

  /** The versions there are, the newest first. */
  public List<Row> getRows() {
    return versions().stream()
        .map(version -> new Row(version.definition().version(), who(version), version.createdAt()))
        .toList();
  }

  /**
   * One version in the list.
   *
   * @param number its number
   * @param who who made it, or where it was written
   * @param at since when
   */
  public record Row(int number, String who, Instant at) {}

  private static String who(AgentVersion version) {
    AgentDefinition agent = version.definition();
    if (!agent.source().equals(AgentSource.ADMIN.id())) {
      return agent.origin() == null ? AgentRow.source(agent.source()) : agent.origin();
    }
    return agent.origin() == null ? "an administrator" : agent.origin();
  }

  /** The number of the newest version. */
  public int getNewest() {
    return versions().isEmpty() ? 0 : versions().get(0).definition().version();
  }

  /** The second of the two that are compared: the newest, unless the address says another. */
  public int getTo() {
    return find(to).map(known -> to).orElse(getNewest());
  }

  /** The first of the two that are compared: the one before the second, unless said. */
  public int getFrom() {
    int before =
        versions().stream()
            .mapToInt(version -> version.definition().version())
            .filter(number -> number < getTo())
            .findFirst()
            .orElse(getTo());
    return find(from).map(known -> from).orElse(before);
  }

  private Optional<AgentVersion> find(int number) {
    return versions().stream()
        .filter(version -> version.definition().version() == number)
        .findFirst();
  }

  public boolean isComparable() {
    return versions().size() > 1;
  }

  /** In what the two differ, field by field. */
  public List<ShownDifference> getDifferences() {
    return ShownDifference.of(
        AgentDifference.between(
            find(getFrom()).orElseThrow().definition(), find(getTo()).orElseThrow().definition()));
  }

  /** Makes the older of the two compared versions the newest again; where to go then. */
  public String restore() {
    if (rights.areMissing()) {
      return null;
    }
    try {
      AgentDefinition old =
          agents.version(getName(), number(Parameters.given(faces, "from"))).definition();
      AgentEntry now =
          agents.update(
              AgentBuilder.copy(old, getName()),
              number(Parameters.given(faces, "newest")),
              caller.require().name());
      return "/agent-versions.xhtml?faces-redirect=true&id=" + now.name();
    } catch (GamelanException e) {
      faces.addMessage(null, new FacesMessage(FacesMessage.SEVERITY_ERROR, e.getMessage(), null));
      return null;
    }
  }
}
