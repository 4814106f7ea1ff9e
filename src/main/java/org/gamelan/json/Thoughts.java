package org.gamelan.json;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a model wrote, without its thinking aloud.
 *
 * @param rest what stands outside of the thoughts
 * @param any whether there were thoughts
 * @param unclosed the thought that has no end, if there is one
 */
record Thoughts(String rest, boolean any, Optional<String> unclosed) {
  private static final Pattern TAG =
      Pattern.compile(
          "[<\\[◁](?<close>/?)(?:think|thinking|thought|reasoning)(?:\\s[^<>\\[\\]]{0,100})?[>\\]▷]"
              + "|<\\|channel\\|>(?:(?<final>final)|analysis|commentary)[^<]{0,100}<\\|message\\|>",
          Pattern.CASE_INSENSITIVE);

  /** Takes thoughts out, also one whose beginning was left out. A document is left as it is. */
  static Thoughts leaveOut(String written) {
    String start = written.stripLeading();
    Matcher tag = TAG.matcher(written);
    boolean document = start.startsWith("{") || start.startsWith("[");
    if (!tag.find() || (document && tag.start() > written.length() - start.length())) {
      return new Thoughts(written, false, Optional.empty());
    }
    StringBuilder rest = new StringBuilder();
    boolean thinking = false;
    int last = 0;
    do {
      boolean closes = tag.group("final") != null || "/".equals(tag.group("close"));
      if (closes && !thinking) {
        rest.setLength(0);
      } else if (!thinking) {
        rest.append(written, last, tag.start());
      }
      thinking = !closes;
      last = tag.end();
    } while (tag.find());
    if (thinking) {
      return new Thoughts(rest.toString(), true, Optional.of(written.substring(last)));
    }
    rest.append(written, last, written.length());
    return new Thoughts(rest.toString(), true, Optional.empty());
  }
}
