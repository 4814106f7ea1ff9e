package org.gamelan.admin;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.ServletContext;
import java.net.MalformedURLException;
import java.util.List;
import java.util.function.Predicate;

/** The menu of all pages, in groups. What this server has no page for is left out. */
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
                  new Entry("audit", "Audit log"))));

  private List<Group> groups;

  /** For the container's proxies. */
  protected MainMenu() {}

  @Inject
  MainMenu(ServletContext context) {
    this(page -> isThere(context, page));
  }

  MainMenu(Predicate<String> isThere) {
    this.groups =
        GROUPS.stream()
            .map(group -> group.with(isThere))
            .filter(group -> !group.entries().isEmpty())
            .toList();
  }

  private static boolean isThere(ServletContext context, String page) {
    try {
      return context.getResource("/" + page + ".xhtml") != null;
    } catch (MalformedURLException e) {
      throw new IllegalStateException(page, e);
    }
  }

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

    Group with(Predicate<String> isThere) {
      return new Group(name, entries.stream().filter(it -> isThere.test(it.page())).toList());
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
   */
  public record Entry(String page, String label) {}

  public List<Group> getGroups() {
    return groups;
  }
}
