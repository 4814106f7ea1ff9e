package org.gamelan.tool.project;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.List;

/** Where a project is started from. */
@Dependent
public class ProjectEntryPointsTool extends ScanTool {
  private static final int MOST = 200;

  @Inject
  public ProjectEntryPointsTool(ProjectSource source) {
    super(
        source,
        "project.entry_points",
        "Where the project is started from: main classes, scripts, web applications, commands,"
            + " container images",
        "");
  }

  @Override
  List<Collector> collectors(JsonNode arguments, String below) {
    return List.of(new EntryPoints(MOST));
  }
}
