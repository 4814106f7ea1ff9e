package org.gamelan.task;

import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.NotificationOptions;
import jakarta.enterprise.util.TypeLiteral;
import java.lang.annotation.Annotation;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.gamelan.event.EventsAppended;

/** News that nobody listens to. */
final class Unheard implements Event<EventsAppended> {
  @Override
  public void fire(EventsAppended event) {}

  @Override
  public <U extends EventsAppended> CompletionStage<U> fireAsync(U event) {
    return CompletableFuture.completedFuture(event);
  }

  @Override
  public <U extends EventsAppended> CompletionStage<U> fireAsync(
      U event, NotificationOptions options) {
    return CompletableFuture.completedFuture(event);
  }

  @Override
  public Event<EventsAppended> select(Annotation... qualifiers) {
    return this;
  }

  @Override
  public <U extends EventsAppended> Event<U> select(Class<U> subtype, Annotation... qualifiers) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <U extends EventsAppended> Event<U> select(
      TypeLiteral<U> subtype, Annotation... qualifiers) {
    throw new UnsupportedOperationException();
  }
}
