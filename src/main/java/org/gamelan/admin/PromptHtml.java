package org.gamelan.admin;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A prompt as markup, with the tags of its template told apart from its words. */
final class PromptHtml {
  private static final Pattern TAG =
      Pattern.compile("\\{\\{.{0,500}?\\}\\}|\\{%.{0,500}?%\\}|\\{#.{0,2000}?#\\}", Pattern.DOTALL);

  private PromptHtml() {}

  static String of(String prompt) {
    StringBuilder html = new StringBuilder(prompt.length() + 200);
    Matcher tag = TAG.matcher(prompt);
    int from = 0;
    while (tag.find()) {
      html.append(escaped(prompt.substring(from, tag.start())));
      String style = tag.group().startsWith("{#") ? "t-note" : "t-tag";
      html.append("<span class=\"").append(style).append("\">");
      html.append(escaped(tag.group())).append("</span>");
      from = tag.end();
    }
    return html.append(escaped(prompt.substring(from))).toString();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
