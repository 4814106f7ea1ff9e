package org.gamelan.provider.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/**
 * Sockets that send at once. Otherwise the last part of a request of several segments waits for the
 * receiver's delayed acknowledgement, some 40 ms.
 */
final class PromptSockets extends SocketFactory {
  private static final SocketFactory PLAIN = SocketFactory.getDefault();

  @Override
  public Socket createSocket() throws IOException {
    return prompt(PLAIN.createSocket());
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return prompt(PLAIN.createSocket(host, port));
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return prompt(PLAIN.createSocket(host, port, localHost, localPort));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return prompt(PLAIN.createSocket(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return prompt(PLAIN.createSocket(host, port, localHost, localPort));
  }

  private static Socket prompt(Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    return socket;
  }
}
