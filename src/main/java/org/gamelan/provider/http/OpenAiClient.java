package org.gamelan.provider.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.gamelan.provider.HostRule;
import org.gamelan.provider.ProviderEntry;
import org.gamelan.provider.ProviderKind;

/**
 * OpenAI itself, and whatever is compatible with it. A provider's setting {@code structuredOutput}
 * says how it is told of schemas; only the original is trusted to take them unasked.
 */
@ApplicationScoped
public class OpenAiClient extends ChatCompletions {
  private static final String OPENAI = "openai";

  protected OpenAiClient() {
    this(null, null);
  }

  @Inject
  public OpenAiClient(HttpTransport transport, HostRule hosts) {
    super(transport, hosts);
  }

  @Override
  public List<ProviderKind> kinds() {
    return List.of(
        new ProviderKind(OPENAI, "https://api.openai.com/v1", true),
        new ProviderKind("openai-compatible", null, true));
  }

  @Override
  void limit(OpenAiChatRequestParameters.Builder builder, ProviderEntry provider, Integer tokens) {
    // The original has renamed this, most of those compatible with it have not.
    if (provider.kind().equals(OPENAI)) {
      builder.maxCompletionTokens(tokens);
    } else {
      super.limit(builder, provider, tokens);
    }
  }

  @Override
  StructuredOutput structured(ProviderEntry provider, JsonNode schema) {
    return provider.kind().equals(OPENAI)
        ? super.structured(provider, schema)
        : StructuredOutput.in(provider.settings()).orElse(StructuredOutput.PROMPT);
  }
}
