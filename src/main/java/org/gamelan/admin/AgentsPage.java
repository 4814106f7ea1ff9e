package org.gamelan.admin;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.context.FacesContext;
import jakarta.faces.model.SelectItem;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.LinkedHashMap;
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
public class AgentsPage extends NameListPage<AgentRow> {

  private AgentRegistry registry;
  private AdminAgents agents;
  private AgentWork work;
  private Agents discovery;
  private OperatorRights rights;
  private FacesContext faces;

  private String status;
  private String source;

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
    super("agents.xhtml", faces);
    this.registry = registry;
    this.agents = agents;
    this.work = work;
    this.discovery = discovery;
    this.rights = rights;
    this.faces = faces;
  }

  @Override
  @PostConstruct
  void begin() {
    super.begin();
    status = known(parameter("status"), AgentStatus.ids());
    source = known(parameter("source"), AgentSource.ids());
  }

  private static String known(String word, List<String> words) {
    return words.contains(word) ? word : "";
  }

  /** The agents of this page, by name. */
  public List<AgentRow> getAgents() {
    return shown();
  }

  @Override
  List<AgentRow> find(String wanted, String behind, int most) {
    Map<String, Integer> unfinished = work.unfinished();
    AgentFilter filter = new AgentFilter(word(status), word(source), wanted);
    return registry.entries().stream()
        .filter(entry -> entry.name().compareTo(behind) > 0)
        .map(entry -> new AgentRow(entry, unfinished.getOrDefault(entry.name(), 0)))
        .filter(row -> filter.matches(row.entry(), row.unfinished()))
        .limit(most)
        .toList();
  }

  @Override
  String name(AgentRow listed) {
    return listed.name();
  }

  @Override
  Map<String, String> filters() {
    Map<String, String> filters = new LinkedHashMap<>();
    filters.put("status", status);
    filters.put("source", source);
    return filters;
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

  public String getStatus() {
    return status;
  }

  public String getSource() {
    return source;
  }
}
