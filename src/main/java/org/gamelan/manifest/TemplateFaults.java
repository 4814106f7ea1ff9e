package org.gamelan.manifest;

import io.pebbletemplates.pebble.error.AttributeNotFoundException;
import io.pebbletemplates.pebble.error.PebbleException;
import io.pebbletemplates.pebble.error.RootAttributeNotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the place of a fault: the template language knows the line, but not the column. */
final class TemplateFaults {
  private static final Pattern QUOTED = Pattern.compile("[\"'\\[]([^\"'\\[\\]]{1,100})[\"'\\]]");
  private static final Pattern UNKNOWN =
      Pattern.compile("^(Filter|Function|Test|Macro|Tag)\\b.*does not exist");
  private static final int DEEPEST = 10;
  private static final Pattern TAG = Pattern.compile("\\{[{%#]");

  private TemplateFaults() {}

  /**
   * @param filling whether the template is sound and was being filled in
   */
  static TemplateFault of(String template, PebbleException thrown, boolean filling) {
    PebbleException e = root(thrown);
    List<String> lines = template.lines().toList();
    int line = Math.max(1, e.getLineNumber() == null ? 1 : e.getLineNumber());
    String text = line <= lines.size() ? lines.get(line - 1) : "";
    boolean ofTemplate =
        e instanceof RootAttributeNotFoundException || UNKNOWN.matcher(told(e)).find();
    return new TemplateFault(line, column(text, words(e)), message(e), filling && !ofTemplate);
  }

  /** A name that is not among those a template is given. */
  static TemplateFault unknown(String template, TemplateNames.Use use) {
    List<String> lines = template.lines().toList();
    String text = use.line() <= lines.size() ? lines.get(use.line() - 1) : "";
    String message =
        use.of() == null
            ? "there is no variable '" + use.name() + "'"
            : "there is no '" + use.name() + "' in '" + use.of() + "'";
    return new TemplateFault(use.line(), column(text, List.of(use.name())), message, false);
  }

  /** A condition that lacks something only says that it cannot be decided; its cause says why. */
  private static PebbleException root(PebbleException thrown) {
    PebbleException found = thrown;
    Throwable cause = thrown.getCause();
    for (int depth = 0; cause != null && depth < DEEPEST; depth++, cause = cause.getCause()) {
      if (cause instanceof AttributeNotFoundException missing) {
        found = missing;
      }
    }
    return found;
  }

  private static String message(PebbleException e) {
    if (e instanceof RootAttributeNotFoundException root) {
      return "there is no variable '" + root.getAttributeName() + "'";
    } else if (e instanceof AttributeNotFoundException missing) {
      return "there is no '" + missing.getAttributeName() + "' in what it is asked of";
    } else if (told(e).contains("type EOF")) {
      return "it ends within a tag; '}}' or '%}' is missing";
    }
    return told(e);
  }

  private static String told(PebbleException e) {
    return String.valueOf(e.getPebbleMessage()).strip();
  }

  private static List<String> words(PebbleException e) {
    List<String> words = new ArrayList<>();
    if (e instanceof AttributeNotFoundException missing) {
      words.add(missing.getAttributeName());
    }
    Matcher quoted = QUOTED.matcher(told(e));
    while (quoted.find()) {
      words.add(quoted.group(1));
    }
    return words;
  }

  private static int column(String line, List<String> words) {
    Matcher tag = TAG.matcher(line);
    int first = tag.find() ? tag.start() : 0;
    return words.stream()
            .filter(word -> word != null && !word.isBlank())
            .mapToInt(word -> place(line, word, first))
            .filter(place -> place >= 0)
            .findFirst()
            .orElse(first)
        + 1;
  }

  private static int place(String line, String word, int from) {
    Matcher whole = Pattern.compile("(?<![\\w])" + Pattern.quote(word) + "(?![\\w])").matcher(line);
    return whole.find(from) ? whole.start() : -1;
  }
}
