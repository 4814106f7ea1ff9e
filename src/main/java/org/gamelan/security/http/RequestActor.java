package org.gamelan.security.http;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import jakarta.servlet.annotation.WebListener;
import java.util.Optional;
import org.gamelan.event.Actor;
import org.gamelan.security.Caller;
import org.gamelan.security.CurrentCaller;

/** Tells on whose behalf a request's thread works, so that what it changes can be told of them. */
@WebListener
public class RequestActor implements ServletRequestListener {
  @Override
  public void requestInitialized(ServletRequestEvent event) {
    ServletRequest request = event.getServletRequest();
    // Who it is turns out later, when the request is let in.
    Actor.serve(
        () ->
            Optional.ofNullable((Caller) request.getAttribute(CurrentCaller.ATTRIBUTE))
                .map(Caller::name));
  }

  @Override
  public void requestDestroyed(ServletRequestEvent event) {
    Actor.clear();
  }
}
