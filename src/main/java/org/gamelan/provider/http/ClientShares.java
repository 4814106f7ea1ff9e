package org.gamelan.provider.http;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

/**
 * Clients that share the calls under way. OkHttp looks at each connection of a pool whenever one is
 * needed or given back; with a thousand in one pool that took an eighth of a node's processor time.
 * So a pool has a few, and another is made when all are full.
 */
final class ClientShares {
  private static final int CALLS = 64;
  private static final int MOST_SHARES = 64;

  /** One client, for plain calls and for streams. */
  static final class Share implements AutoCloseable {
    private final OkHttpClient plain;
    private final OkHttpClient streaming;
    private final AtomicInteger calls = new AtomicInteger();

    private Share(OkHttpClient plain, OkHttpClient streaming) {
      this.plain = plain;
      this.streaming = streaming;
    }

    OkHttpClient client(boolean streams) {
      return streams ? streaming : plain;
    }

    private boolean enter() {
      if (calls.incrementAndGet() <= CALLS) {
        return true;
      }
      calls.decrementAndGet();
      return false;
    }

    /** Ends a call. */
    @Override
    public void close() {
      calls.decrementAndGet();
    }
  }

  private final OkHttpClient plain;
  private final OkHttpClient streaming;
  private final List<Share> shares = new CopyOnWriteArrayList<>();
  private final AtomicInteger next = new AtomicInteger();

  /**
   * @param plain what clients for plain calls are like
   * @param streaming what those for streams are like
   */
  ClientShares(OkHttpClient plain, OkHttpClient streaming) {
    this.plain = plain;
    this.streaming = streaming;
  }

  /** The share of a call that begins, to be closed at its end. */
  Share enter() {
    for (Share share : shares) {
      if (share.enter()) {
        return share;
      }
    }
    return more();
  }

  private synchronized Share more() {
    for (Share share : shares) {
      if (share.enter()) {
        return share;
      }
    }
    Share share;
    if (shares.size() < MOST_SHARES) {
      share = make();
      shares.add(share);
    } else {
      share = shares.get(Math.floorMod(next.getAndIncrement(), MOST_SHARES));
    }
    share.calls.incrementAndGet();
    return share;
  }

  private Share make() {
    ConnectionPool pool = new ConnectionPool(CALLS, 5, TimeUnit.MINUTES);
    Dispatcher dispatcher = new Dispatcher();
    return new Share(
        plain.newBuilder().dispatcher(dispatcher).connectionPool(pool).build(),
        streaming.newBuilder().dispatcher(dispatcher).connectionPool(pool).build());
  }

  int size() {
    return shares.size();
  }

  /** Ends the connections that nobody uses. */
  void evictAll() {
    shares.forEach(share -> share.plain.connectionPool().evictAll());
  }
}
