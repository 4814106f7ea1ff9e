package org.gamelan.admin;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.context.FacesContext;
import jakarta.faces.model.SelectItem;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gamelan.agent.AdminAgents;
import org.gamelan.agent.AgentFilter;
import org.gamelan.agent.AgentRegistry;
import org.gamelan.agent.AgentSource;
import org.gamelan.agent.AgentStatus;
import org.gamelan.engine.Agents;
import org.gamelan.failure.GamelanException;
import org.gamelan.task.AgentWork;

/** The list of agents. What it shows is in its address alone. */
@Named
@RequestScoped
public class AgentsPage {
  private static final int SIZE = 25;
  private static final int LONGEST = 200;

  private AgentRegistry registry;
  private AdminAgents agents;
  private AgentWork work;
  private Agents discovery;
  private OperatorRights rights;
  private FacesContext faces;

  private String text;
  private String status;
  private String source;
  private String after;
  private List<AgentRow> found;

  /** For the container's proxies. */
  protected AgentsPage() {}

  @Inject
  AgentsPage(
      AgentRegistry registry,
      AdminAgents agents,
      AgentWork work,
      Agents discovery,
      OperatorRights rights,
      FacesContext faces) {
    this.registry = registry;
    this.agents = agents;
    this.work = work;
    this.discovery = discovery;
    this.rights = rights;
    this.faces = faces;
  }

  @PostConstruct
  void begin() {
    text = parameter("q");
    status = known(parameter("status"), AgentStatus.ids());
    source = known(parameter("source"), AgentSource.ids());
    after = parameter("after");
  }

  private String parameter(String name) {
    String value = faces.getExternalContext().getRequestParameterMap().get(name);
    String given = value == null ? "" : value.strip();
    return given.substring(0, Math.min(given.length(), LONGEST));
  }

  private static String known(String word, List<String> words) {
    return words.contains(word) ? word : "";
  }

  /** The agents of this page, by name. */
  public List<AgentRow> getAgents() {
    List<AgentRow> all = found();
    return all.size() > SIZE ? all.subList(0, SIZE) : all;
  }

  private List<AgentRow> found() {
    if (found == null) {
      Map<String, Integer> unfinished = work.unfinished();
      AgentFilter filter = new AgentFilter(word(status), word(source), text);
      found =
          registry.entries().stream()
              .filter(entry -> entry.name().compareTo(after) > 0)
              .map(entry -> new AgentRow(entry, unfinished.getOrDefault(entry.name(), 0)))
              .filter(row -> filter.matches(row.entry(), row.unfinished()))
              .limit(SIZE + 1L)
              .toList();
    }
    return found;
  }

  private static Set<String> word(String given) {
    return given.isEmpty() ? Set.of() : Set.of(given);
  }

  /** Switches the agent whose button was pressed on, or off. */
  public void toggle() {
    if (rights.areMissing()) {
      return;
    }
    String name = parameter("choose");
    boolean on = !name.startsWith("-");
    try {
      if (on) {
        agents.enable(name);
      } else {
        agents.disable(name.substring(1));
      }
    } catch (GamelanException e) {
      faces.addMessage(null, new FacesMessage(FacesMessage.SEVERITY_ERROR, e.getMessage(), null));
    }
    forget();
  }

  /** Has the agents read anew, after a change. */
  void forget() {
    found = null;
  }

  /** How many files and manifests have something wrong. */
  public int getProblems() {
    return discovery.report().problems().size();
  }

  public List<String> getStatuses() {
    return AgentStatus.ids();
  }

  public List<SelectItem> getSources() {
    return AgentSource.ids().stream().map(id -> new SelectItem(id, AgentRow.source(id))).toList();
  }

  /** Whether others follow. */
  public boolean isMore() {
    return found().size() > SIZE;
  }

  public boolean isFirst() {
    return after.isEmpty();
  }

  public boolean isFiltered() {
    return !text.isEmpty() || !status.isEmpty() || !source.isEmpty();
  }

  /** The address of the page that follows. */
  public String getNext() {
    List<AgentRow> shown = getAgents();
    return address(shown.isEmpty() ? "" : shown.get(shown.size() - 1).name());
  }

  /** The address of the first page with the same filter. */
  public String getStart() {
    return address("");
  }

  private String address(String behind) {
    return "agents.xhtml?q="
        + URLEncoder.encode(text, StandardCharsets.UTF_8)
        + "&status="
        + status
        + "&source="
        + source
        + (behind.isEmpty() ? "" : "&after=" + behind);
  }

  public String getText() {
    return text;
  }

  public String getStatus() {
    return status;
  }

  public String getSource() {
    return source;
  }

  public String getAfter() {
    return after;
  }
}
