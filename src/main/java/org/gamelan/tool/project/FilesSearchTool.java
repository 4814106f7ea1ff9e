package org.gamelan.tool.project;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.GamelanException;
import org.gamelan.tool.Tool;
import org.gamelan.tool.ToolContext;
import org.gamelan.tool.ToolDefinition;
import org.gamelan.tool.project.ProjectSource.Place;

/** Finds lines in the text files of the source, by a text or a regular expression. */
@Dependent
public class FilesSearchTool implements Tool {
  private static final int MATCHES = 50;

  private static final ToolDefinition DEFINITION =
      ScanTool.reading(
          "files.search",
          "Lines of the project's text files that hold a text or match a regular expression (RE2)",
          """
          "query": {"type": "string", "minLength": 1, "maxLength": 500},
          "regex": {"type": "boolean", "default": false},
          "ignoreCase": {"type": "boolean", "default": true},
          "path": {"type": "string", "maxLength": 4096,
                   "description": "Folder inside the source to search in; leave out for all"},
          "files": {"type": "string", "maxLength": 200,
                    "description": "Pattern of file names, such as *.java"},
          "limit": {"type": "integer", "minimum": 1, "maximum": 500, "default": 50}
          """,
          List.of("query"));

  private final ProjectSource source;

  @Inject
  public FilesSearchTool(ProjectSource source) {
    this.source = source;
  }

  @Override
  public ToolDefinition definition() {
    return DEFINITION;
  }

  @Override
  public JsonNode call(JsonNode arguments, ToolContext context) {
    Place place = source.require(arguments.path("path"), context);
    LineSearch search =
        new LineSearch(
            lines(arguments),
            fileNames(arguments.path("files").asText("")),
            arguments.path("limit").asInt(MATCHES));
    return new Scan(List.of(search))
        .run(place.folder(), place.below(), ProjectSource.limits(context));
  }

  private static Predicate<String> lines(JsonNode arguments) {
    String query = arguments.path("query").textValue();
    boolean ignoreCase = arguments.path("ignoreCase").asBoolean(true);
    if (!arguments.path("regex").asBoolean(false)) {
      String wanted = ignoreCase ? query.toLowerCase(Locale.ROOT) : query;
      return line -> (ignoreCase ? line.toLowerCase(Locale.ROOT) : line).contains(wanted);
    }
    try {
      Pattern pattern = Pattern.compile(query, ignoreCase ? Pattern.CASE_INSENSITIVE : 0);
      return line -> pattern.matcher(line).find();
    } catch (PatternSyntaxException e) {
      throw new GamelanException(
          FailureKind.TOOL,
          "'query' is no regular expression of RE2's syntax: " + e.getDescription() + ".",
          e);
    }
  }

  private static Predicate<String> fileNames(String glob) {
    if (glob.isEmpty()) {
      return name -> true;
    }
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      regex.append(
          switch (c) {
            case '*' -> ".*";
            case '?' -> ".";
            default -> Pattern.quote(String.valueOf(c));
          });
    }
    Pattern pattern = Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE);
    return pattern::matches;
  }
}
