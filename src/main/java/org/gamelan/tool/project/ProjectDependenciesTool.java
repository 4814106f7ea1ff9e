package org.gamelan.tool.project;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.List;

/** What a project declares to depend on. */
@Dependent
public class ProjectDependenciesTool extends ScanTool {
  private static final int MOST = 300;

  @Inject
  public ProjectDependenciesTool(ProjectSource source) {
    super(
        source,
        "project.dependencies",
        "Direct dependencies that the project declares in pom.xml, package.json, pyproject.toml,"
            + " requirements.txt and build.gradle, with version and scope",
        "");
  }

  @Override
  List<Collector> collectors(JsonNode arguments, String below) {
    return List.of(new Dependencies(MOST));
  }
}
