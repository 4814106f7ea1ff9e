package org.gamelan.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PromptHtmlTest {
  @Test
  void tagsAreToldApartFromWords() {
    assertThat(PromptHtml.of("Do {{ task.title }}{# later #}."))
        .isEqualTo(
            "Do <span class=\"t-tag\">{{ task.title }}</span>"
                + "<span class=\"t-note\">{# later #}</span>.");
  }

  @Test
  void markupIsOnlyText() {
    assertThat(PromptHtml.of("<b>{{ '<i>' }}&"))
        .isEqualTo("&lt;b&gt;<span class=\"t-tag\">{{ '&lt;i&gt;' }}</span>&amp;");
  }

  @Test
  void whatIsNotClosedIsText() {
    assertThat(PromptHtml.of("a {{ b")).isEqualTo("a {{ b");
  }
}
