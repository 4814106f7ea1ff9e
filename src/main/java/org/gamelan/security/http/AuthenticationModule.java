package org.gamelan.security.http;

import jakarta.security.auth.message.AuthException;
import jakarta.security.auth.message.AuthStatus;
import jakarta.security.auth.message.MessageInfo;
import jakarta.security.auth.message.MessagePolicy;
import jakarta.security.auth.message.callback.CallerPrincipalCallback;
import jakarta.security.auth.message.callback.GroupPrincipalCallback;
import jakarta.security.auth.message.module.ServerAuthModule;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.Map;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.UnsupportedCallbackException;
import org.gamelan.security.Caller;

/**
 * Tells the container who {@link PathAuthentication} let in: the module that Jakarta Authentication
 * calls with every request.
 */
final class AuthenticationModule implements ServerAuthModule {
  private final PathAuthentication authentication;
  private CallbackHandler container;

  AuthenticationModule(PathAuthentication authentication) {
    this.authentication = authentication;
  }

  @Override
  public void initialize(
      MessagePolicy request,
      MessagePolicy response,
      CallbackHandler handler,
      Map<String, Object> o) {
    container = handler;
  }

  @Override
  public Class<?>[] getSupportedMessageTypes() {
    return new Class<?>[] {HttpServletRequest.class, HttpServletResponse.class};
  }

  @Override
  public AuthStatus validateRequest(MessageInfo message, Subject client, Subject service)
      throws AuthException {
    PathAuthentication.Entry entry =
        authentication.enter(
            (HttpServletRequest) message.getRequestMessage(),
            (HttpServletResponse) message.getResponseMessage());
    if (entry.isAnswered()) {
      return AuthStatus.SEND_FAILURE;
    }
    tell(
        entry.caller().isPresent()
            ? callbacks(client, entry.caller().get())
            : new Callback[] {new CallerPrincipalCallback(client, (Principal) null)});
    return AuthStatus.SUCCESS;
  }

  private static Callback[] callbacks(Subject client, Caller caller) {
    return new Callback[] {
      new CallerPrincipalCallback(client, caller.name()),
      new GroupPrincipalCallback(client, caller.role().groups().toArray(String[]::new))
    };
  }

  private void tell(Callback... callbacks) throws AuthException {
    try {
      container.handle(callbacks);
    } catch (IOException | UnsupportedCallbackException e) {
      throw (AuthException) new AuthException("The container refuses a caller").initCause(e);
    }
  }

  @Override
  public AuthStatus secureResponse(MessageInfo message, Subject service) {
    return AuthStatus.SEND_SUCCESS;
  }

  @Override
  public void cleanSubject(MessageInfo message, Subject subject) {
    subject.getPrincipals().clear();
  }
}
