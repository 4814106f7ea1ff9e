package org.gamelan.provider.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.http.client.sse.ServerSentEventContext;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import java.io.IOException;
import org.gamelan.json.Json;
import org.gamelan.json.MalformedJsonException;

/**
 * Stands between a stream and the library, which takes a stream that breaks off for a whole answer
 * and goes on after events it cannot read. One fault here ends the stream.
 */
final class StreamGuard implements ServerSentEventListener {
  private static final String OPENAI_END = "[DONE]";

  private final CallScope scope;
  private final ServerSentEventListener library;
  private RuntimeException failure;
  private boolean begun;
  private boolean ended;

  StreamGuard(CallScope scope, ServerSentEventListener library) {
    this.scope = scope;
    this.library = library;
  }

  @Override
  public void onEvent(ServerSentEvent event, ServerSentEventContext context) {
    if (failure != null || event.data().isBlank()) {
      return;
    }
    try {
      library.onEvent(checked(event), context);
    } catch (RuntimeException e) {
      failure = e;
      context.parsingHandle().cancel();
    }
  }

  private ServerSentEvent checked(ServerSentEvent event) {
    if (event.data().equals(OPENAI_END)) {
      ended = true;
      return event;
    }
    scope.received(event.data());
    if (!(parse(event.data()) instanceof ObjectNode document) || document.hasNonNull("error")) {
      throw HttpFailures.ofBody(scope, event.data(), null);
    }
    begun |= document.has("choices") || document.has("type") || document.has("message");
    ended |= isLast(document);
    return new ServerSentEvent(event.event(), scope.completed(document));
  }

  private JsonNode parse(String data) {
    try {
      return Json.parse(data);
    } catch (MalformedJsonException e) {
      throw HttpFailures.ofBody(scope, data, e);
    }
  }

  /** The signs of OpenAI (not all who are compatible send {@code [DONE]}), Anthropic, Ollama. */
  private static boolean isLast(JsonNode document) {
    return document.path("choices").path(0).hasNonNull("finish_reason")
        || document.path("type").asText("").equals("message_stop")
        || document.path("done").asBoolean(false);
  }

  @Override
  public void onError(Throwable fault) {
    if (failure == null) {
      failure =
          fault instanceof IOException broken
              ? HttpFailures.of(scope, broken)
              : new IllegalStateException(fault);
    }
  }

  /**
   * Closes the stream.
   *
   * @throws RuntimeException when it was not whole
   */
  void finish() {
    if (failure != null) {
      throw failure;
    }
    if (!begun) {
      throw HttpFailures.ofBody(scope, scope.body(), null);
    }
    if (!ended) {
      throw HttpFailures.of(scope, new IOException("the stream ended without its last event"));
    }
    library.onClose();
  }
}
