package org.gamelan.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model server that costs next to nothing: one thread, one selector, timers instead of sleeping
 * threads, answers made once. It speaks OpenAI's chat completions on the loopback address: {@code
 * POST /wait/MILLIS/v1/chat/completions} answers after so many milliseconds, {@code GET
 * /wait/MILLIS/v1/models} at once, {@code GET /calls/FROM} tells how many calls came and when.
 */
final class FakeModelServer {
  private static final Pattern COMPLETIONS =
      Pattern.compile("/wait/(\\d{1,6})/v1/chat/completions");
  private static final Pattern MODELS = Pattern.compile("/wait/\\d{1,6}/v1/models");
  private static final Pattern CALLS = Pattern.compile("/calls/(\\d{1,9})");
  private static final int REMEMBERED = 1 << 20;
  private static final int MOST_TOLD = 100_000;

  private record Due(long nanos, FakeConnection connection, byte[] answer, boolean close)
      implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      return Long.compare(nanos - other.nanos, 0);
    }
  }

  private final Selector selector = Selector.open();
  private final ServerSocketChannel listener = ServerSocketChannel.open();
  private final PriorityQueue<Due> timers = new PriorityQueue<>();
  private final Arrivals arrivals = new Arrivals(REMEMBERED);
  private final long epochOffset = System.currentTimeMillis() * 1_000_000 - System.nanoTime();
  private volatile boolean open = true;

  FakeModelServer(int port) throws IOException {
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 4096);
    listener.configureBlocking(false);
    listener.register(selector, SelectionKey.OP_ACCEPT);
  }

  /** Starts the server on a free port, prints the port, and ends when its input does. */
  public static void main(String[] args) throws IOException {
    FakeModelServer server = new FakeModelServer(0);
    Thread loop = new Thread(server::run, "fake-model");
    loop.setDaemon(true);
    loop.start();
    System.out.println("port " + server.port());
    while (System.in.read() >= 0) {
      continue; // Nothing is said to it; the end of its input is the end of its parent.
    }
  }

  int port() {
    return listener.socket().getLocalPort();
  }

  void stop() {
    open = false;
    selector.wakeup();
  }

  void run() {
    try (selector;
        listener) {
      while (open) {
        selector.select(this::ready, untilNextTimer());
        fireTimers();
      }
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
    } catch (IOException e) {
      throw new IllegalStateException("The fake model server broke", e);
    }
  }

  /** Milliseconds to wait, never 0, which would mean for ever. */
  private long untilNextTimer() {
    Due next = timers.peek();
    return next == null ? 1_000 : Math.max(1, (next.nanos - System.nanoTime()) / 1_000_000);
  }

  private void fireTimers() {
    long now = System.nanoTime();
    while (!timers.isEmpty() && timers.peek().nanos - now <= 0) {
      Due due = timers.poll();
      due.connection.answer(due.answer, due.close);
      serve(due.connection);
    }
  }

  private void ready(SelectionKey key) {
    if (key.isAcceptable()) {
      accept();
      return;
    }
    FakeConnection connection = (FakeConnection) key.attachment();
    if (key.isValid() && key.isWritable()) {
      connection.flush();
      serve(connection);
    }
    if (key.isValid() && key.isReadable() && connection.fill()) {
      serve(connection);
    }
  }

  private void accept() {
    try {
      SocketChannel channel = listener.accept();
      if (channel != null) {
        FakeConnection.attach(channel, selector);
      }
    } catch (IOException e) {
      System.err.println("A connection could not be accepted: " + e);
    }
  }

  /** Takes the next request of a connection, unless one is being answered still. */
  private void serve(FakeConnection connection) {
    try {
      Optional<Request> request = connection.next();
      while (request.isPresent()) {
        handle(connection, request.get());
        request = connection.next();
      }
    } catch (IllegalArgumentException e) {
      connection.answer(FakeAnswers.BAD_REQUEST, true);
    }
  }

  private void handle(FakeConnection connection, Request request) {
    Matcher completions = COMPLETIONS.matcher(request.target());
    Matcher calls = CALLS.matcher(request.target());
    if (request.method().equals("POST") && completions.matches()) {
      long now = System.nanoTime();
      arrivals.add(now + epochOffset);
      byte[] answer = request.stream() ? FakeAnswers.STREAM : FakeAnswers.COMPLETION;
      long wait = Long.parseLong(completions.group(1)) * 1_000_000;
      if (wait == 0) {
        connection.answer(answer, request.close());
      } else {
        timers.add(new Due(now + wait, connection, answer, request.close()));
      }
    } else if (request.method().equals("GET") && MODELS.matcher(request.target()).matches()) {
      connection.answer(FakeAnswers.MODELS, request.close());
    } else if (request.method().equals("GET") && calls.matches()) {
      int from = Integer.parseInt(calls.group(1));
      connection.answer(FakeAnswers.calls(arrivals, from, MOST_TOLD), request.close());
    } else {
      connection.answer(FakeAnswers.NOT_FOUND, request.close());
    }
  }
}
