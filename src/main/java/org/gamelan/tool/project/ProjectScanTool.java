package org.gamelan.tool.project;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.gamelan.json.Json;
import org.gamelan.tool.ToolContext;
import org.gamelan.tool.project.ProjectSource.Place;
import org.gamelan.workspace.SourceFolder;

/** Everything that can be told of a project at a glance, in one call. */
@Dependent
public class ProjectScanTool extends ScanTool {
  private static final int TREE_DEPTH = 3;
  private static final int TREE_ENTRIES = 60;
  private static final int ENTRY_POINTS = 40;
  private static final int LARGEST = 10;
  private static final int DEPENDENCIES = 100;

  @Inject
  public ProjectScanTool(ProjectSource source) {
    super(
        source,
        "project.scan",
        "Overview of the project: name, size, languages with lines, upper folders, build files,"
            + " entry points, dependencies and largest files",
        "");
  }

  /** Answers without a source too, saying so: a workflow may gather context for any task. */
  @Override
  public JsonNode call(JsonNode arguments, ToolContext context) {
    Optional<Place> place = source().find(arguments.path("path"), context);
    if (place.isEmpty()) {
      return withoutSource();
    }
    String below = place.get().below();
    SourceFolder folder = place.get().folder();
    Dependencies dependencies = new Dependencies(DEPENDENCIES);
    ObjectNode scanned =
        new Scan(with(dependencies, below)).run(folder, below, ProjectSource.limits(context));
    ObjectNode answer = Json.object().put("hasSource", true);
    identify(answer, folder.name(), dependencies.project());
    return answer.setAll(scanned);
  }

  private JsonNode withoutSource() {
    ObjectNode answer = Json.object().put("hasSource", false).put("name", "");
    collectors(answer, "").forEach(collector -> collector.report(answer));
    return answer
        .put("truncated", false)
        .put("notice", "The task names no source, so there are no files to look at.");
  }

  /** What the project is called: as its build files say, else as its folder. */
  private static void identify(ObjectNode answer, String folder, Optional<BuildManifest> build) {
    answer.put("name", Shown.text(build.map(BuildManifest::name).orElse(folder)));
    answer.put("folder", Shown.text(folder));
    build
        .map(BuildManifest::version)
        .ifPresent(version -> answer.put("version", Shown.text(version)));
    build
        .map(BuildManifest::description)
        .ifPresent(text -> answer.put("description", Shown.text(text)));
  }

  @Override
  List<Collector> collectors(JsonNode arguments, String below) {
    return with(new Dependencies(DEPENDENCIES), below);
  }

  private static List<Collector> with(Dependencies dependencies, String below) {
    return List.of(
        new Census(),
        new Outline(below, TREE_DEPTH, TREE_ENTRIES),
        new BuildFiles(),
        new EntryPoints(ENTRY_POINTS),
        dependencies,
        new Largest(LARGEST));
  }
}
