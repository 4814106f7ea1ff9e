package org.gamelan.admin;

import java.util.List;
import java.util.Map;
import org.gamelan.provider.ProviderKind;

/** What kinds of providers are, for somebody who has to choose one. */
final class KindText {
  private static final List<String> ORDER =
      List.of("openai", "anthropic", "openrouter", "ollama", "openai-compatible", "scripted");

  private static final Map<String, String> TEXTS =
      Map.of(
          "openai", "OpenAI's own API. It needs a key.",
          "anthropic", "Anthropic's Messages API. It needs a key.",
          "openrouter", "Many vendors' models behind one key, with prices of each model.",
          "ollama", "Models on a machine of yours, served by Ollama. It needs no key.",
          "openai-compatible",
              "Any server that speaks OpenAI's chat completions: vLLM, llama.cpp, LM Studio, a"
                  + " gateway. Say where it is.",
          "scripted",
              "Plays models by rules from manifests, for trying workflows out. It calls nobody and"
                  + " costs nothing.");

  private KindText() {}

  static String of(String kind) {
    return TEXTS.getOrDefault(kind, "");
  }

  /** The usual ones first, then the others by name. */
  static int place(ProviderKind kind) {
    int place = ORDER.indexOf(kind.id());
    return place < 0 ? ORDER.size() : place;
  }
}
