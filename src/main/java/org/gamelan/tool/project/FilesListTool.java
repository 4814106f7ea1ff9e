package org.gamelan.tool.project;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.List;
import org.gamelan.json.Json;
import org.gamelan.tool.Tool;
import org.gamelan.tool.ToolContext;
import org.gamelan.tool.ToolDefinition;
import org.gamelan.workspace.SourceEntry;
import org.gamelan.workspace.SourceFolder;

/** Lists a folder of the source. */
@Dependent
public class FilesListTool implements Tool {
  private static final int MOST = 500;

  private static final ToolDefinition DEFINITION =
      ScanTool.reading(
          "files.list",
          "Files and folders in one folder of the project, with the size of files",
          """
          "path": {"type": "string", "maxLength": 4096, "default": ".",
                   "description": "The folder's path inside the source; . for the top"}
          """,
          List.of());

  private final ProjectSource source;

  @Inject
  public FilesListTool(ProjectSource source) {
    this.source = source;
  }

  @Override
  public ToolDefinition definition() {
    return DEFINITION;
  }

  @Override
  public JsonNode call(JsonNode arguments, ToolContext context) {
    SourceFolder folder = source.require(Json.object().path("path"), context).folder();
    String path = arguments.path("path").asText(".");
    List<SourceEntry> entries = folder.list(path);
    ObjectNode answer = Json.object().put("path", Shown.text(path));
    ArrayNode list = answer.putArray("entries");
    for (SourceEntry entry : entries.subList(0, Math.min(MOST, entries.size()))) {
      ObjectNode shown =
          list.addObject()
              .put("name", Shown.text(entry.name()))
              .put("kind", entry.folder() ? "folder" : "file");
      if (!entry.folder()) {
        shown.put("bytes", entry.size());
      }
    }
    return answer.put("count", entries.size()).put("truncated", entries.size() > MOST);
  }
}
