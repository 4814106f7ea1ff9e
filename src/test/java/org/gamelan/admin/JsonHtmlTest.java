package org.gamelan.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.gamelan.json.Json;
import org.junit.jupiter.api.Test;

class JsonHtmlTest {
  private static final String HOSTILE =
      "{\"<b>\": \"</span><script>alert(1)</script>\", \"list\": [{\"<i>\": \"\u202E<img"
          + " onerror=x>\"}]}";

  @Test
  void colouredKeepsTheDocument() {
    String html = JsonHtml.coloured(Json.parse("{\"a\": [1, true, null, \"x\\ny\"], \"b\": {}}"));

    assertThat(html.replaceAll("<[^>]+>", "").replace("&quot;", "\""))
        .isEqualTo(
            """
            {
              "a": [
                1,
                true,
                null,
                "x\\ny"
              ],
              "b": {}
            }\
            """);
  }

  @Test
  void hostileTextStaysText() {
    assertThat(JsonHtml.coloured(Json.parse(HOSTILE))).doesNotContain("<script", "<b>", "\u202E");
    assertThat(JsonHtml.readable(Json.parse(HOSTILE)))
        .doesNotContain("<script", "<b>", "<img", "<i>", "\u202E");
    assertThat(JsonHtml.plain("<b>\u0007")).isEqualTo("&lt;b&gt;\uFFFD");
  }

  @Test
  void longDocumentsAreCut() {
    String text = "\"" + "x".repeat(JsonHtml.LIMIT + 10) + "\"";

    assertThat(JsonHtml.coloured(Json.parse(text)))
        .hasSizeLessThan(JsonHtml.LIMIT + 200)
        .contains("cut here");
    assertThat(JsonHtml.readable(Json.parse("[" + text + ", 2]"))).contains("cut here");
  }

  @Test
  void readableShowsAlikeEntriesAsATable() {
    String html =
        JsonHtml.readable(
            Json.parse(
                "{\"languages\": [{\"name\": \"Java\", \"lineCount\": 3},"
                    + " {\"lineCount\": 1, \"name\": \"SQL\"}]}"));

    assertThat(html)
        .contains("<dt>Languages</dt>", "<th scope=\"col\">Line count</th>")
        .containsPattern("<tr><td>.*SQL.*</td><td>.*1.*</td></tr>");
  }

  @Test
  void readableShowsEntriesThatDifferAsAList() {
    assertThat(JsonHtml.readable(Json.parse("[{\"a\": 1}, {\"b\": 2}, \"c\"]")))
        .startsWith("<ul><li><dl>")
        .doesNotContain("<table");
  }

  @Test
  void readableNamesNothingAndAnswersYesAndNo() {
    assertThat(JsonHtml.readable(Json.parse("{\"a\": [], \"b\": true}"))).contains("none", "yes");
  }

  @Test
  void namesOfFieldsBecomeWords() {
    assertThat(JsonHtml.words("linesOfCode")).isEqualTo("Lines of code");
    assertThat(JsonHtml.words("largest_files")).isEqualTo("Largest files");
    assertThat(JsonHtml.words("URL")).isEqualTo("URL");
    assertThat(JsonHtml.words("_")).isEqualTo("_");
  }

  @Test
  void entriesOfAListAreHeadedByTheirTitle() {
    String html =
        JsonHtml.readable(
            Json.parse("{\"findings\": [{\"title\": \"Size\", \"evidence\": [\"a\", \"b\"]}]}"));

    assertThat(html).contains("<li><strong>Size</strong>").doesNotContain("<dt>Title</dt>");
    assertThat(html.replaceAll("<[^>]+>", "")).endsWith("Evidencea, b");
  }

  @Test
  void longObjectsAreFoldedBesideOtherThings() {
    String inner = "{\"text\": \"" + "x".repeat(3_000) + "\"}";

    assertThat(JsonHtml.readable(Json.parse("{\"note\": \"hi\", \"project\": " + inner + "}")))
        .contains("<details class=\"fold\"><summary>Show project</summary>");
    assertThat(JsonHtml.readable(Json.parse("{\"project\": " + inner + "}")))
        .doesNotContain("<details");
  }
}
