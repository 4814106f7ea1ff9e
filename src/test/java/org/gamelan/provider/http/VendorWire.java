package org.gamelan.provider.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.gamelan.provider.HostRule;
import org.gamelan.provider.ModelClient;

/** A vendor's side of the wire, as its documentation says. */
interface VendorWire {
  String KEY = "sk-very-secret";

  /**
   * What a model says.
   *
   * @param pieces the text, as it is streamed
   * @param calls tools to call
   * @param cutOff whether the limit of tokens was reached
   */
  record Said(List<String> pieces, List<Call> calls, boolean cutOff) {
    static Said text(String... pieces) {
      return new Said(List.of(pieces), List.of(), false);
    }

    static Said calls(Call... calls) {
      return new Said(List.of(), List.of(calls), false);
    }

    String text() {
      return String.join("", pieces);
    }
  }

  /** A tool to call, under its name on the wire. */
  record Call(String id, String name, String arguments) {}

  String kind();

  ModelClient client(HttpTransport transport, HostRule hosts);

  /** A whole answer: 1,000 tokens read, 200 of them from the cache, 500 written. */
  String answer(Said said);

  /** The same answer, event by event, as it goes over the wire. */
  List<String> events(Said said);

  /** The end of {@link #events} by which a reader knows that it has all: that many events. */
  int lastEvents();

  String streamType();

  /** An event that says that the server has too much to do. */
  String overloaded();

  /** A list of the models {@code m-1} and {@code m-2}. */
  String list();

  /**
   * Checks that a request keeps to the vendor's documentation.
   *
   * @return its body
   */
  JsonNode check(WireServer.Received request, boolean streamed);

  default String stream(Said said) {
    return String.join("", events(said));
  }

  static List<VendorWire> all() {
    return List.of(
        new OpenAiWire("openai"),
        new OpenAiWire("openai-compatible"),
        new OpenAiWire("openrouter"),
        new AnthropicWire(),
        new OllamaWire());
  }
}
