package org.gamelan.provider.http;

import java.net.UnknownHostException;

/** A host resolved to an address that must not be called. */
final class ForbiddenHostException extends UnknownHostException {
  private static final long serialVersionUID = 1L;

  ForbiddenHostException(String host) {
    super(host);
  }
}
