package org.gamelan.admin;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.util.List;

/** The menu of all pages, in groups. */
@Named
@ApplicationScoped
public class MainMenu {
  private static final List<Group> GROUPS =
      List.of(
          new Group(
              "Build",
              List.of(
                  new Entry("workflows", "Workflows"),
                  new Entry("pipelines", "Pipelines"),
                  new Entry("agents", "Agents"),
                  new Entry("task-configs", "Task configs"),
                  new Entry("schemas", "Schemas"),
                  new Entry("manifest-editor", "Manifest editor"))),
          new Group(
              "Models",
              List.of(
                  new Entry("providers", "Providers"),
                  new Entry("models", "Models"),
                  new Entry("usage", "Usage and budgets"))),
          new Group(
              "Insight",
              List.of(
                  new Entry("failures", "Failures"),
                  new Entry("scores", "Scores"),
                  new Entry("memory", "Memory"),
                  new Entry("compare", "Compare runs"))),
          new Group(
              "Govern",
              List.of(
                  new Entry("overrides", "Overrides"),
                  new Entry("tools", "Tools"),
                  new Entry("audit", "Audit log", true))));

  /**
   * Pages that belong together.
   *
   * @param name what they are called
   * @param entries the pages
   */
  public record Group(String name, List<Entry> entries) {
    public Group {
      entries = List.copyOf(entries);
    }

    /** Whether the page somebody looks at is one of these. */
    public boolean holds(String section) {
      return entries.stream().anyMatch(entry -> entry.page().equals(section));
    }
  }

  /**
   * A page of the menu.
   *
   * @param page its name without extension; also that of its section
   * @param label what it is called
   * @param forOperators whether viewers may not see it
   */
  public record Entry(String page, String label, boolean forOperators) {
    Entry(String page, String label) {
      this(page, label, false);
    }
  }

  public List<Group> getGroups() {
    return GROUPS;
  }
}
