package org.gamelan.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.reflect.Field;
import java.net.URLDecoder;
import java.util.Collection;
import java.util.regex.Pattern;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.EmptyCompletionHandler;
import org.glassfish.grizzly.Processor;
import org.glassfish.grizzly.Transport;
import org.glassfish.grizzly.WriteResult;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChain;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.HttpContent;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.HttpResponsePacket;
import org.glassfish.grizzly.http.Protocol;
import org.glassfish.grizzly.http.util.Header;
import org.glassfish.grizzly.memory.Buffers;

/**
 * Answers requests whose path the server cannot decode with problem details. The server itself
 * answers some of them with an empty 400, others with an empty 200, before any application is
 * asked.
 */
final class AddressFilter extends BaseFilter {

  private static final String PROBLEM =
      "{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400,\"detail\":\"The path"
          + " cannot be decoded: it has a % without two hexadecimal digits behind it, escapes that"
          + " are not UTF-8, a backslash or U+0000.\",\"instance\":\"";

  private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

  /** What stands for bytes that are not UTF-8. */
  private static final char NOT_UTF_8 = '\uFFFD';

  private static final String HTTP_FILTER = "org.glassfish.grizzly.http.server.HttpServerFilter";

  /**
   * Puts one into the chain of each listener of a server that has booted.
   *
   * @throws StartupException when the server has no such chains
   */
  static void install() {
    try {
      Class<?> service = Class.forName("com.sun.enterprise.v3.services.impl.GrizzlyService");
      Object grizzly =
          Class.forName("org.glassfish.internal.api.Globals")
              .getMethod("get", Class.class)
              .invoke(null, service);
      // There is no other way to a listener that runs already.
      Field proxies = service.getDeclaredField("proxies");
      proxies.setAccessible(true);
      for (Object proxy : (Collection<?>) proxies.get(grizzly)) {
        Object listener = proxy.getClass().getMethod("getUnderlyingListener").invoke(proxy);
        Transport transport =
            (Transport) listener.getClass().getMethod("getTransport").invoke(listener);
        addTo(transport.getProcessor());
      }
    } catch (ReflectiveOperationException e) {
      throw new StartupException("The server's listeners are not what they were: " + e + ".", e);
    }
  }

  private static void addTo(Processor<?> processor) {
    if (processor instanceof FilterChain chain) {
      for (int i = 0; i < chain.size(); i++) {
        if (chain.get(i).getClass().getName().equals(HTTP_FILTER)) {
          chain.add(i, new AddressFilter());
          return;
        }
      }
    }
    throw new StartupException("The server has a listener without " + HTTP_FILTER + ".");
  }

  @Override
  public NextAction handleRead(FilterChainContext context) {
    HttpContent content = context.getMessage();
    if (!(content.getHttpHeader() instanceof HttpRequestPacket request)
        || canBeDecoded(request.getRequestURI())) {
      return context.getInvokeAction();
    }
    if (!content.isLast()) {
      // Who still sends does not read, and would miss the answer.
      return context.getStopAction();
    }
    byte[] problem = (PROBLEM + Texts.escapeJson(request.getRequestURI()) + "\"}").getBytes(UTF_8);
    HttpResponsePacket response = request.getResponse();
    request.getProcessingState().setKeepAlive(false);
    response.setStatus(400);
    response.setContentType("application/problem+json");
    response.setContentLength(problem.length);
    response.setHeader(Header.CacheControl, "no-store");
    context.write(
        null,
        response
            .httpContentBuilder()
            .content(Buffers.wrap(context.getMemoryManager(), problem))
            .last(true)
            .build(),
        // Other requests share a connection of HTTP/2.
        request.getProtocol() == Protocol.HTTP_2_0 ? null : new Closing(context.getConnection()));
    return context.getStopAction();
  }

  /** Closes once the answer has left. */
  @SuppressWarnings("rawtypes") // as its interface has it
  private static final class Closing extends EmptyCompletionHandler<WriteResult> {
    private final Connection connection;

    Closing(Connection connection) {
      this.connection = connection;
    }

    @Override
    public void completed(WriteResult result) {
      connection.closeSilently();
    }
  }

  /** Whether the server will be able to. */
  static boolean canBeDecoded(String raw) {
    if (raw.indexOf('%') < 0 && raw.indexOf('\\') < 0) {
      return true;
    }
    if (BROKEN_ESCAPE.matcher(raw).find()) {
      return false;
    }
    String path = URLDecoder.decode(raw, UTF_8);
    return path.indexOf('\0') < 0 && path.indexOf('\\') < 0 && path.indexOf(NOT_UTF_8) < 0;
  }
}
