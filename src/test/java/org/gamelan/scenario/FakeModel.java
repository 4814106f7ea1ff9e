package org.gamelan.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.gamelan.json.Json;

/**
 * A model server (chat completions of OpenAI) at the wire, with the faults of real ones. It lives
 * in the test, so it goes on while servers are killed, and knows how often it was asked.
 */
final class FakeModel implements AutoCloseable {
  private final ServerSocket server;
  private final Behaviour behaviour;
  private final Semaphore permits;
  private final AtomicInteger answered = new AtomicInteger();
  private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
  private final CountDownLatch closing = new CountDownLatch(1);

  /** What is done with a connection after its request has come. */
  interface Behaviour {
    /**
     * @param request the body of the request
     * @param line to the caller
     */
    void answer(String request, Line line) throws IOException;
  }

  FakeModel(Behaviour behaviour) {
    this(behaviour, new Semaphore(0));
  }

  private FakeModel(Behaviour behaviour, Semaphore permits) {
    this.behaviour = behaviour;
    this.permits = permits;
    try {
      server = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    daemon(this::accept);
  }

  /** A model that answers after a while with one JSON object. */
  static FakeModel answering(long delayMillis, String content) {
    return new FakeModel(
        (request, line) -> {
          Await.pause(delayMillis);
          line.complete(content);
        });
  }

  /** A model that gives as many answers as it is allowed to, and keeps further callers waiting. */
  static FakeModel metered(long delayMillis, String content) {
    Semaphore permits = new Semaphore(0);
    return new FakeModel(
        (request, line) -> {
          permits.acquireUninterruptibly();
          Await.pause(delayMillis);
          line.complete(content);
        },
        permits);
  }

  /** Allows so many answers more. */
  void allow(int answers) {
    permits.release(answers);
  }

  /** What makes a server use this model for the alias {@code default}. */
  Map<String, String> environment() {
    return Map.of(
        "GAMELAN_MODEL_BASE_URL",
        "http://127.0.0.1:" + server.getLocalPort() + "/v1",
        "GAMELAN_MODEL_NAME",
        "fake");
  }

  /** How many complete answers were written. */
  int answered() {
    return answered.get();
  }

  /** Counts one more call of a name and tells the how manieth it is, from 1. */
  int count(String name) {
    return calls.computeIfAbsent(name, any -> new AtomicInteger()).incrementAndGet();
  }

  /** How many calls of a name there were. */
  int calls(String name) {
    return calls.getOrDefault(name, new AtomicInteger()).get();
  }

  /** One connection. */
  final class Line {
    private final Socket socket;
    private final OutputStream out;

    private Line(Socket socket) throws IOException {
      this.socket = socket;
      this.out = socket.getOutputStream();
    }

    void complete(String content) throws IOException {
      complete(content, "stop");
    }

    void complete(String content, String finishReason) throws IOException {
      respond(200, "", completion(content, finishReason));
      answered.incrementAndGet();
    }

    void respond(int status, String headers, String body) throws IOException {
      byte[] bytes = body.getBytes(UTF_8);
      write(status, headers, bytes.length, bytes);
    }

    /** Promises more than it sends, then ends the connection. */
    void truncate(String content) throws IOException {
      byte[] bytes = completion(content, "stop").getBytes(UTF_8);
      write(200, "", bytes.length * 2, bytes);
    }

    /** Makes the system answer the caller with a reset. */
    void reset() throws IOException {
      socket.setSoLinger(true, 0);
    }

    /** Waits a moment for the caller to hang up; tells whether it has. */
    boolean isHungUpWithin(int millis) throws IOException {
      socket.setSoTimeout(millis);
      try {
        return socket.getInputStream().read() < 0;
      } catch (SocketTimeoutException e) {
        return false;
      } catch (SocketException e) {
        return true;
      }
    }

    /** Keeps the caller waiting until the model is closed. */
    void hang() {
      try {
        closing.await(10, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private void write(int status, String headers, int length, byte[] body) throws IOException {
      String head =
          "HTTP/1.1 "
              + status
              + " Said\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "
              + length
              + "\r\n"
              + headers
              + "\r\n";
      out.write(head.getBytes(UTF_8));
      out.write(body);
      out.flush();
    }
  }

  private static String completion(String content, String finishReason) {
    var body = Json.object().put("id", "c1").put("object", "chat.completion").put("model", "fake");
    var choice = body.putArray("choices").addObject().put("index", 0);
    choice.putObject("message").put("role", "assistant").put("content", content);
    choice.put("finish_reason", finishReason);
    body.putObject("usage")
        .put("prompt_tokens", 10)
        .put("completion_tokens", 5)
        .put("total_tokens", 15);
    return body.toString();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        daemon(() -> serve(socket));
      }
    } catch (IOException e) {
      // Closed: the scenario is over.
      closing.countDown();
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      String request = read(new BufferedInputStream(socket.getInputStream()));
      behaviour.answer(request, new Line(socket));
    } catch (IOException e) {
      // The caller was killed or has given up, as scenarios want it.
      calls.computeIfAbsent("broken off", any -> new AtomicInteger()).incrementAndGet();
    }
  }

  private static String read(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("no request");
      }
      head.append((char) next);
    }
    String lower = head.toString().toLowerCase(Locale.ROOT);
    int at = lower.indexOf("content-length:");
    int length =
        at < 0 ? 0 : Integer.parseInt(lower.substring(at + 15, lower.indexOf('\r', at)).strip());
    return new String(in.readNBytes(length), UTF_8);
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "fake-model");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    closing.countDown();
    server.close();
  }
}
