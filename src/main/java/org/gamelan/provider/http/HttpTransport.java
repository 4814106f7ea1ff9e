package org.gamelan.provider.http;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.DefaultServerSentEventParser;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSource;
import org.gamelan.json.ThreadBuffers;
import org.gamelan.provider.HostRule;
import org.gamelan.provider.ProviderConfig;

/**
 * LangChain4j's transport over OkHttp. A call runs on its caller's thread from the first byte to
 * the last, so that a thousand calls under way need a thousand threads and no more; it keeps to the
 * time of its {@link CallScope} and ends when its thread is interrupted.
 */
@ApplicationScoped
public class HttpTransport implements HttpClient {
  private static final MediaType JSON = MediaType.get("application/json");
  private static final int MAX_ERROR_BYTES = 64 * 1024;
  private static final int MAX_URLS = 1_000;

  private final ClientShares clients;
  private final InterruptWatch watch;
  private final int maxResponseBytes;
  private final Clock clock;
  private final Map<String, HttpUrl> urls = new ConcurrentHashMap<>();

  protected HttpTransport() {
    clients = null;
    watch = null;
    maxResponseBytes = 0;
    clock = null;
  }

  @Inject
  public HttpTransport(ProviderConfig config, HostRule hosts, Clock clock) {
    this(config.maxResponseBytes(), config.streamSilence(), hosts, clock);
  }

  HttpTransport(int maxResponseBytes, Duration silence, HostRule hosts, Clock clock) {
    this.maxResponseBytes = maxResponseBytes;
    this.clock = clock;
    this.watch = new InterruptWatch();
    OkHttpClient client =
        new OkHttpClient.Builder()
            .dns(new GuardedDns(hosts))
            .socketFactory(new PromptSockets())
            // The fast fallback opens every connection on a thread of its own.
            .fastFallback(false)
            // A redirect would carry the request, and its key, to a host nobody allowed.
            .followRedirects(false)
            .connectTimeout(Duration.ofSeconds(10))
            .readTimeout(Duration.ZERO)
            .writeTimeout(Duration.ZERO)
            .build();
    // Until the first byte, and between any two.
    this.clients = new ClientShares(client, client.newBuilder().readTimeout(silence).build());
  }

  /** What is made of a response. */
  private interface Reading<T> {
    T of(CallScope scope, Response response) throws IOException;
  }

  @Override
  public SuccessfulHttpResponse execute(HttpRequest request) {
    return exchange(false, request, this::read);
  }

  /** Reads a stream to its end on the caller's thread. */
  @Override
  public void execute(
      HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
    exchange(
        true,
        request,
        (scope, response) -> {
          requireStream(scope, response, parser);
          StreamGuard guard = new StreamGuard(scope, listener);
          listener.onOpen(success(response, null));
          parser.parse(new LimitedStream(response.body().byteStream(), maxResponseBytes), guard);
          guard.finish();
          return null;
        });
  }

  private <T> T exchange(boolean streams, HttpRequest request, Reading<T> reading) {
    try (ClientShares.Share share = clients.enter()) {
      return exchange(share.client(streams), request, reading);
    }
  }

  private <T> T exchange(OkHttpClient client, HttpRequest request, Reading<T> reading) {
    CallScope scope = CallScope.current();
    Call call = client.newCall(toOkHttp(scope, request));
    call.timeout().timeout(Math.max(1, scope.timeout().toMillis()), TimeUnit.MILLISECONDS);
    InterruptWatch.Watched watched = watch.watch(call);
    ThreadBuffers.release();
    try (Response response = call.execute()) {
      if (!response.isSuccessful()) {
        throw HttpFailures.ofStatus(
            scope,
            response.code(),
            response.header("Retry-After"),
            response.peekBody(MAX_ERROR_BYTES).string(),
            clock);
      }
      return reading.of(scope, response);
    } catch (IOException e) {
      throw HttpFailures.of(scope, e);
    } finally {
      watched.end();
    }
  }

  private SuccessfulHttpResponse read(CallScope scope, Response response) throws IOException {
    BufferedSource source = response.body().source();
    if (source.request(maxResponseBytes + 1L)) {
      throw new LimitedStream.TooLongException(maxResponseBytes);
    }
    String body = source.readString(StandardCharsets.UTF_8);
    scope.received(body);
    if (!HttpFailures.looksLikeJson(body)) {
      throw HttpFailures.ofBody(scope, body, null);
    }
    return success(response, body);
  }

  /** A web page or a plain error has a type of its own; a missing one is forgiven. */
  private static void requireStream(
      CallScope scope, Response response, ServerSentEventParser parser) throws IOException {
    String type = response.header("Content-Type", "").toLowerCase(Locale.ROOT);
    boolean lines = !(parser instanceof DefaultServerSentEventParser);
    boolean known = type.contains("event-stream") || type.contains("ndjson");
    if (!known && !type.isEmpty() && !(lines && type.contains("json"))) {
      throw HttpFailures.ofBody(scope, response.peekBody(MAX_ERROR_BYTES).string(), null);
    }
  }

  private static SuccessfulHttpResponse success(Response response, String body) {
    return SuccessfulHttpResponse.builder()
        .statusCode(response.code())
        // Nobody looks at them again.
        .headers(Map.of())
        .body(body)
        .build();
  }

  private Request toOkHttp(CallScope scope, HttpRequest request) {
    Request.Builder builder = new Request.Builder().url(parsed(request.url()));
    for (Map.Entry<String, List<String>> header : request.headers().entrySet()) {
      // The body brings its own.
      if (!header.getKey().equalsIgnoreCase("Content-Type")) {
        header.getValue().forEach(value -> builder.addHeader(header.getKey(), value));
      }
    }
    scope.headers().forEach(builder::header);
    RequestBody body =
        request.body() == null
            ? null
            : RequestBody.create(
                scope.completed(request.body()).getBytes(StandardCharsets.UTF_8), JSON);
    return builder.method(request.method().name(), body).build();
  }

  /** There are as many as providers have paths, so none is taken apart twice. */
  private HttpUrl parsed(String url) {
    HttpUrl known = urls.get(url);
    if (known != null) {
      return known;
    }
    HttpUrl made = HttpUrl.get(url);
    if (urls.size() >= MAX_URLS) {
      urls.clear();
    }
    urls.put(url, made);
    return made;
  }

  HttpClientBuilder asBuilder() {
    return new SharedTransport(this);
  }

  @PreDestroy
  void close() {
    watch.close();
    clients.evictAll();
  }
}
