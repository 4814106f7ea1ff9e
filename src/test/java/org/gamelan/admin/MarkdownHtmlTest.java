package org.gamelan.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import org.gamelan.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkdownHtmlTest {

  @Test
  void whatModelsWriteIsReadable() {
    assertThat(
            MarkdownHtml.of(
                """
                # Plan

                Use **two** steps and `mvn`:

                1. Read
                2. Write

                | file | lines |
                | --- | --- |
                | a | 3 |

                ```java
                if (a < b) {}
                ```
                """))
        .hasValueSatisfying(
            html ->
                assertThat(html)
                    .contains(
                        "<h3>Plan</h3>",
                        "<strong>two</strong>",
                        "<code>mvn</code>",
                        "<li>Read</li>",
                        "<th>file</th>",
                        "<td>3</td>",
                        "if (a &lt; b) {}"));
  }

  @Test
  void linksLeadToPagesAndSayNothingOfOurs() {
    assertThat(MarkdownHtml.of("See **[the docs](https://example.org/a?b=1)**"))
        .hasValueSatisfying(
            html ->
                assertThat(html)
                    .contains("href=\"https://example.org/a?b&#61;1\"", "nofollow", "noreferrer"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "**x** <script>alert(1)</script>",
        "**x** <img src=x onerror=alert(1)>",
        "- <svg/onload=alert(1)>",
        "**[x](javascript:alert(1))**",
        "**[x](JaVaScRiPt&colon;alert(1))**",
        "**[x](data:text/html;base64,PHNjcmlwdD4=)**",
        "**x** ![x](https://example.org/spy.png)",
        "**x** ![x](javascript:alert(1))",
        "**[x](https://example.org \"onmouseover=alert(1)\")**",
        "```\"><script>alert(1)</script>\n</code></pre><script>alert(1)</script>\n```",
        "# <a href=\"javascript:alert(1)\" onclick=\"alert(1)\">x</a>",
        "| <iframe src=//example.org> | b |\n| --- | --- |\n| <style>*{display:none}</style> | d |",
        "> <form action=//example.org><input></form>\n\n<base href=//example.org>",
        "**x** <!--><img src=x onerror=alert(1)>-->",
      })
  void nothingHostileIsLeft(String text) {
    String html = MarkdownHtml.of(text).orElseThrow().toLowerCase(Locale.ROOT);
    assertThat(html)
        .doesNotContainPattern("<(script|img|svg|iframe|style|form|input|base|object|link|meta)")
        .doesNotContainPattern("<[^>]*\\son[a-z]+=")
        .doesNotContainPattern("<[^>]*(javascript|data):")
        .doesNotContainPattern("<[^>]*\\s(style|class|id|title)=");
  }

  @Test
  void plainTextStaysPlain() {
    assertThat(MarkdownHtml.of("It is 3 * 4 < 13, see a_b_c.")).isEmpty();
  }

  @Test
  void whatLiesTooDeepOrIsTooLongIsShownAsText() {
    assertThat(MarkdownHtml.of("**a " + "*a **b ".repeat(6_000) + "c** d*".repeat(6_000)))
        .isEmpty();
    assertThat(MarkdownHtml.of("- a\n".repeat(40_000))).isEmpty();
    assertThat(MarkdownHtml.of("> ".repeat(20_000) + "deep")).isPresent();
  }

  @Test
  void answersShowMarkdownWithinTheirNames() {
    JsonNode answer = Json.object().put("report", "## Done\n\n- one\n- two <b>");
    assertThat(JsonHtml.readable(answer))
        .contains("<dt>Report</dt>", "<div class=\"md\"><h3>Done</h3>", "<li>two &lt;b&gt;</li>");
  }
}
