package org.gamelan.admin;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.gamelan.engine.Agents;
import org.gamelan.engine.DiscoveryReport;
import org.gamelan.failure.GamelanException;
import org.gamelan.manifest.Problem;

/** What looking for agents and manifests found. */
@Named
@RequestScoped
public class DiscoveryPage {
  private static final int SHOWN = 200;

  private Agents agents;
  private OperatorRights rights;
  private FacesContext faces;

  private DiscoveryReport report;

  /** For the container's proxies. */
  protected DiscoveryPage() {}

  @Inject
  DiscoveryPage(Agents agents, OperatorRights rights, FacesContext faces) {
    this.agents = agents;
    this.rights = rights;
    this.faces = faces;
  }

  public DiscoveryReport getReport() {
    if (report == null) {
      report = agents.report();
    }
    return report;
  }

  /** How many agents were found in which way, by words that people know. */
  public List<Map.Entry<String, Integer>> getSources() {
    return getReport().bySource().entrySet().stream()
        .map(found -> Map.entry(AgentRow.source(found.getKey()), found.getValue()))
        .toList();
  }

  public String getTook() {
    return Figures.duration(Duration.ofMillis(getReport().durationMs()));
  }

  /** The first problems, by file and line. */
  public List<Problem> getProblems() {
    List<Problem> all = getReport().problems();
    return all.subList(0, Math.min(SHOWN, all.size()));
  }

  /** How many problems are not shown. */
  public int getOthers() {
    return getReport().problems().size() - getProblems().size();
  }

  /** Looks again, and puts what is sound into force. */
  public void look() {
    if (rights.areMissing()) {
      return;
    }
    try {
      report = agents.reload();
      faces.addMessage(
          null,
          new FacesMessage(FacesMessage.SEVERITY_INFO, "Looked again: " + said() + ".", null));
    } catch (GamelanException e) {
      faces.addMessage(null, new FacesMessage(FacesMessage.SEVERITY_ERROR, e.getMessage(), null));
    }
  }

  private String said() {
    return Figures.counted(report.agents(), "agent")
        + " in force, "
        + Figures.counted(report.problems().size(), "problem");
  }
}
