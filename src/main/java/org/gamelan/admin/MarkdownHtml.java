package org.gamelan.admin;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.owasp.html.HtmlPolicyBuilder;
import org.owasp.html.PolicyFactory;

/**
 * Markdown of models as markup. What they write is hostile: markup in it is shown as text, nothing
 * is loaded from elsewhere, and links lead to web pages and mail only.
 */
final class MarkdownHtml {
  private static final int LONGEST = 100_000;
  private static final int DEEPEST = 60;
  private static final int OPEN_BLOCKS = 30;

  /** What people and models do not write by chance. */
  private static final Pattern MARKS =
      Pattern.compile(
          "(?m)^ {0,3}(?:#{1,6} |[-*+] |\\d{1,3}[.)] |> |```|\\|.*\\|)"
              + "|\\*\\*[^\\s*]|`[^`\\n]+`|\\]\\(https?://");

  private static final List<TablesExtension> TABLES =
      List.of((TablesExtension) TablesExtension.create());
  private static final Parser PARSER =
      Parser.builder().extensions(TABLES).maxOpenBlockParsers(OPEN_BLOCKS).build();
  private static final HtmlRenderer RENDERER =
      HtmlRenderer.builder()
          .extensions(TABLES)
          .escapeHtml(true)
          .sanitizeUrls(true)
          .softbreak("<br/>")
          .build();

  private static final PolicyFactory POLICY =
      new HtmlPolicyBuilder()
          .allowElements(
              "p",
              "br",
              "hr",
              "ul",
              "ol",
              "li",
              "blockquote",
              "pre",
              "code",
              "em",
              "strong",
              "table",
              "thead",
              "tbody",
              "tr",
              "th",
              "td")
          // Below the headings of the page they stand on.
          .allowElements((name, attributes) -> "h3", "h1", "h2", "h3")
          .allowElements((name, attributes) -> "h4", "h4", "h5", "h6")
          .allowElements("a")
          .allowAttributes("href")
          .onElements("a")
          .allowUrlProtocols("http", "https", "mailto")
          .requireRelsOnLinks("nofollow", "noopener", "noreferrer")
          .allowAttributes("start")
          .matching(Pattern.compile("\\d{1,9}"))
          .onElements("ol")
          .toFactory();

  private MarkdownHtml() {}

  /** The text as safe markup, when it is Markdown of a size and depth that can be shown. */
  static Optional<String> of(String text) {
    if (text.length() > LONGEST || !MARKS.matcher(text).find()) {
      return Optional.empty();
    }
    Node document = PARSER.parse(text);
    return isTooDeep(document)
        ? Optional.empty()
        : Optional.of(POLICY.sanitize(RENDERER.render(document)));
  }

  /** The renderer goes down by calling itself, and thousands of marks may lie within each other. */
  private static boolean isTooDeep(Node document) {
    int depth = 0;
    Node at = document;
    while (at != null) {
      if (at.getFirstChild() != null) {
        at = at.getFirstChild();
        depth++;
        if (depth > DEEPEST) {
          return true;
        }
        continue;
      }
      while (at != null && at.getNext() == null) {
        at = at.getParent();
        depth--;
      }
      at = at == null ? null : at.getNext();
    }
    return false;
  }
}
