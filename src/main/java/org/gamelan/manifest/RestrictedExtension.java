package org.gamelan.manifest;

import io.pebbletemplates.pebble.extension.Extension;
import io.pebbletemplates.pebble.extension.ExtensionCustomizer;
import io.pebbletemplates.pebble.extension.Function;
import io.pebbletemplates.pebble.operator.BinaryOperator;
import io.pebbletemplates.pebble.tokenParser.TokenParser;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes out of the template language what reaches beyond the template or runs without end: other
 * templates, macros (they recurse), threads, resource bundles and ranges of numbers.
 */
final class RestrictedExtension extends ExtensionCustomizer {
  private static final Set<String> TAGS =
      Set.of(
          "include",
          "import",
          "from",
          "extends",
          "embed",
          "block",
          "macro",
          "parallel",
          "cache",
          "flush");
  private static final Set<String> FUNCTIONS = Set.of("range", "i18n", "block", "parent");

  RestrictedExtension(Extension extension) {
    super(extension);
  }

  @Override
  public List<TokenParser> getTokenParsers() {
    List<TokenParser> parsers = super.getTokenParsers();
    return parsers == null
        ? null
        : parsers.stream().filter(parser -> !TAGS.contains(parser.getTag())).toList();
  }

  @Override
  public Map<String, Function> getFunctions() {
    Map<String, Function> functions = super.getFunctions();
    if (functions == null) {
      return null;
    }
    Map<String, Function> kept = new HashMap<>(functions);
    kept.keySet().removeAll(FUNCTIONS);
    return kept;
  }

  @Override
  public List<BinaryOperator> getBinaryOperators() {
    List<BinaryOperator> operators = super.getBinaryOperators();
    return operators == null
        ? null
        : operators.stream().filter(operator -> !operator.getSymbol().equals("..")).toList();
  }
}
