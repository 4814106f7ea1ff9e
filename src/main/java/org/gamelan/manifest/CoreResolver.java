package org.gamelan.manifest;

import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * What plain scalars are in YAML 1.2's core schema (chapter 10.3.2): {@code yes}, {@code no},
 * {@code on}, {@code off} and dates are texts.
 */
final class CoreResolver extends Resolver {
  private static final Pattern NULL_WORD = Pattern.compile("^(?:~|null|Null|NULL)$");
  private static final Pattern BOOL_WORD =
      Pattern.compile("^(?:true|True|TRUE|false|False|FALSE)$");
  private static final Pattern INTEGER =
      Pattern.compile("^(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$");
  private static final Pattern DECIMAL =
      Pattern.compile(
          "^(?:[-+]?(?:\\.[0-9]+|[0-9]+(?:\\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"
              + "|[-+]?\\.(?:inf|Inf|INF)|\\.(?:nan|NaN|NAN))$");

  @Override
  protected void addImplicitResolvers() {
    addImplicitResolver(Tag.NULL, Pattern.compile("^$"), null);
    addImplicitResolver(Tag.NULL, NULL_WORD, "~nN\0");
    addImplicitResolver(Tag.BOOL, BOOL_WORD, "tTfF");
    addImplicitResolver(Tag.INT, INTEGER, "-+0123456789");
    addImplicitResolver(Tag.FLOAT, DECIMAL, "-+.0123456789");
  }
}
