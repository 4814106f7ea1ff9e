package org.gamelan.provider.http;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.util.Optional;
import org.gamelan.provider.StreamSink;

/** Hands a stream's text over and keeps its whole answer, all on the caller's thread. */
final class StreamedAnswer implements StreamingChatResponseHandler {
  private final StreamSink sink;
  private RuntimeException sinkFailure;
  private RuntimeException failure;
  private ChatResponse whole;

  StreamedAnswer(StreamSink sink) {
    this.sink = sink;
  }

  /**
   * Asks and waits for the whole answer; our transport is done with it when the library returns.
   */
  ChatResponse of(StreamingChatModel model, ChatRequest request) {
    model.chat(request, this);
    if (failure != null) {
      throw failure;
    }
    if (whole == null) {
      throw new IllegalStateException("the library made no answer of the stream");
    }
    return whole;
  }

  /** What the sink threw, which is nobody's fault on the wire. */
  Optional<RuntimeException> sinkFailure() {
    return Optional.ofNullable(sinkFailure);
  }

  @Override
  public void onPartialResponse(PartialResponse piece, PartialResponseContext context) {
    if (failure != null) {
      return;
    }
    try {
      sink.text(piece.text());
    } catch (RuntimeException e) {
      // The library would log it and go on.
      sinkFailure = e;
      failure = e;
      context.streamingHandle().cancel();
    }
  }

  @Override
  public void onCompleteResponse(ChatResponse response) {
    whole = response;
  }

  @Override
  public void onError(Throwable fault) {
    if (failure == null) {
      failure = fault instanceof RuntimeException known ? known : new IllegalStateException(fault);
    }
  }
}
