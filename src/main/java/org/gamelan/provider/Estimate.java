package org.gamelan.provider;

import java.math.BigDecimal;

/**
 * What a call may take at most, as far as that can be told before it.
 *
 * @param input tokens to be read
 * @param output tokens to be written
 */
record Estimate(long input, long output) {
  /** What a model writes at most when nothing says otherwise. */
  static final int DEFAULT_OUTPUT = 4_096;

  private static final int CHARACTERS_PER_TOKEN = 3;
  private static final int PER_MESSAGE = 8;

  static Estimate of(ModelRequest request) {
    long characters = length(request.system());
    for (ModelMessage message : request.messages()) {
      characters += length(message.text()) + (long) PER_MESSAGE * CHARACTERS_PER_TOKEN;
      for (ModelToolCall call : message.toolCalls()) {
        characters += length(call.name()) + length(call.arguments());
      }
    }
    for (ModelTool tool : request.tools()) {
      characters += length(tool.description()) + length(String.valueOf(tool.parameters()));
    }
    if (request.responseSchema() != null) {
      characters += request.responseSchema().toString().length();
    }
    Integer most = request.parameters() == null ? null : request.parameters().maxOutputTokens();
    return new Estimate(
        characters / CHARACTERS_PER_TOKEN + 1, most == null ? DEFAULT_OUTPUT : most);
  }

  long tokens() {
    return input + output;
  }

  /** What that costs with a model, or null where no price is known. */
  BigDecimal cost(ModelEntry entry) {
    return entry.cost(new TokenUsage(input, output));
  }

  private static long length(String text) {
    return text == null ? 0 : text.length();
  }
}
