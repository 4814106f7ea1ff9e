package org.gamelan.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.GamelanException;

/** The caller of the present HTTP request, whichever that is where it is asked. */
@ApplicationScoped
public class CurrentCaller {
  /** The request attribute under which authentication leaves the {@link Caller}. */
  public static final String ATTRIBUTE = Caller.class.getName();

  private HttpServletRequest request;

  /** For the container's proxies. */
  protected CurrentCaller() {}

  @Inject
  CurrentCaller(HttpServletRequest request) {
    this.request = request;
  }

  public Optional<Caller> find() {
    return Optional.ofNullable((Caller) request.getAttribute(ATTRIBUTE));
  }

  /**
   * The caller where authentication is a must.
   *
   * @throws GamelanException with kind {@code auth} for an anonymous request
   */
  public Caller require() {
    return find().orElseThrow(() -> new GamelanException(FailureKind.AUTH, "Nobody is signed in."));
  }
}
