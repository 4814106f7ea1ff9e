package org.gamelan.provider;

import java.math.BigDecimal;
import java.util.List;

/**
 * What a call may take at most, as far as that can be told before it.
 *
 * @param input tokens to be read
 * @param output tokens to be written
 */
record Estimate(long input, long output) {
  /** What a model writes at most when nothing says otherwise. */
  static final int DEFAULT_OUTPUT = 4_096;

  /** Bytes in UTF-8. Fewer than in most texts, so that what is set aside is rather too much. */
  private static final int BYTES_PER_TOKEN = 2;

  private static final int PER_MESSAGE = 8;

  static Estimate of(ModelRequest request) {
    long bytes = length(request.system());
    for (ModelMessage message : request.messages()) {
      bytes += length(message.text()) + (long) PER_MESSAGE * BYTES_PER_TOKEN;
      for (ModelToolCall call : message.toolCalls()) {
        bytes += length(call.name()) + length(call.arguments());
      }
    }
    for (ModelTool tool : request.tools()) {
      bytes += length(tool.description()) + length(String.valueOf(tool.parameters()));
    }
    if (request.responseSchema() != null) {
      bytes += length(request.responseSchema().toString());
    }
    Integer most = request.parameters() == null ? null : request.parameters().maxOutputTokens();
    return new Estimate(bytes / BYTES_PER_TOKEN + 1, most == null ? DEFAULT_OUTPUT : most);
  }

  /** Texts are read; nothing is written. */
  static Estimate ofTexts(List<String> texts) {
    long bytes = 0;
    for (String text : texts) {
      bytes += length(text);
    }
    return new Estimate(bytes / BYTES_PER_TOKEN + 1, 0);
  }

  long tokens() {
    return input + output;
  }

  /** What that costs with a model, or null where no price is known. */
  BigDecimal cost(ModelEntry entry) {
    return entry.cost(new TokenUsage(input, output));
  }

  private static long length(String text) {
    if (text == null) {
      return 0;
    }
    long bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      bytes += text.charAt(i) < 0x80 ? 1 : 3;
    }
    return bytes;
  }
}
