package org.gamelan.tool.project;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.List;
import org.gamelan.json.Json;
import org.gamelan.tool.Tool;
import org.gamelan.tool.ToolContext;
import org.gamelan.tool.ToolDefinition;
import org.gamelan.workspace.SourceFolder;
import org.gamelan.workspace.SourceText;

/** Reads a text file of the source, or some lines of it. */
@Dependent
public class FilesReadTool implements Tool {
  private static final int MOST_BYTES = 200_000;
  private static final int BYTES = 30_000;

  private static final ToolDefinition DEFINITION =
      ScanTool.reading(
          "files.read",
          "Text of a file of the project, from a line on; says when there is more of it",
          """
          "path": {"type": "string", "minLength": 1, "maxLength": 4096,
                   "description": "The file's path inside the source, such as src/main.py"},
          "fromLine": {"type": "integer", "minimum": 1, "default": 1},
          "lines": {"type": "integer", "minimum": 1, "default": 2000,
                    "description": "How many lines at most"},
          "bytes": {"type": "integer", "minimum": 1, "maximum": 200000, "default": 30000,
                    "description": "How many bytes at most"}
          """,
          List.of("path"));

  private final ProjectSource source;

  @Inject
  public FilesReadTool(ProjectSource source) {
    this.source = source;
  }

  @Override
  public ToolDefinition definition() {
    return DEFINITION;
  }

  @Override
  public JsonNode call(JsonNode arguments, ToolContext context) {
    SourceFolder folder = source.require(Json.object().path("path"), context).folder();
    int fromLine = arguments.path("fromLine").asInt(1);
    SourceText read =
        folder.read(
            arguments.path("path").textValue(),
            fromLine,
            arguments.path("lines").asInt(Integer.MAX_VALUE),
            Math.min(MOST_BYTES, arguments.path("bytes").asInt(BYTES)));
    ObjectNode answer =
        Json.object().put("path", Shown.text(read.path())).put("bytes", read.size());
    if (read.binary()) {
      return answer.put("binary", true).put("notice", "This is no text, so it is not shown.");
    }
    answer.put("fromLine", fromLine).put("text", read.text()).put("truncated", read.truncated());
    if (read.truncated()) {
      long next = fromLine + read.text().chars().filter(c -> c == '\n').count();
      answer.put("notice", "There is more from line " + next + " on.");
    }
    return answer;
  }
}
