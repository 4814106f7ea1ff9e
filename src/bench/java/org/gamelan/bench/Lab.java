package org.gamelan.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** Everything that runs during the bench: the fake model, the baseline and the server. */
final class Lab implements AutoCloseable {
  static final int STAGES = BaselineTask.STAGES;
  private static final List<Integer> WAITS = List.of(0, 20, 200, 2_000);
  private static final int WARM_UP = 4_000;
  private static final int QUICK_WARM_UP = 400;
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final Options options;
  private final Path home;
  private final Path data;
  private final Server server;
  private final Child model;
  private final Child baseline;
  private final Api modelApi;
  private final int modelPort;
  private Api api;
  private Meter meter;
  private Load load;
  private int served;

  Lab(Options options, Path home, Path data) {
    this.options = options;
    this.home = home;
    this.data = data;
    model =
        Child.ofClass(FakeModelServer.class, List.of("-Xmx128m", "-XX:+UseSerialGC"), List.of());
    String said = model.await(line -> line.startsWith("port "), Duration.ofSeconds(20));
    modelPort = Integer.parseInt(said.substring(5));
    modelApi = new Api("http://127.0.0.1:" + modelPort, "");
    server = new Server(home, data);
    WAITS.forEach(wait -> Manifests.write(server.manifests(), wait));
    GraphScenario.FORKS.forEach(size -> Manifests.writeFork(server.manifests(), size));
    GraphScenario.ROWS.forEach(size -> Manifests.writeRow(server.manifests(), size));
    start();
    DatabaseAccess database = server.database();
    baseline =
        Child.ofClass(
            Baseline.class,
            // A pause between its turns must not cost it its connections.
            List.of("-Xmx512m", "-Djdk.httpclient.keepalive.timeout=1200"),
            List.of(database.url(), database.user(), Integer.toString(modelPort)));
    baseline.say(database.password());
    baseline.await(line -> line.equals("ready"), Duration.ofSeconds(20));
    prepare();
  }

  /** The same once more, with a server and data of its own. */
  Lab another(String name) {
    return new Lab(options, home, data.resolve(name));
  }

  /** Starts the server; the moment it was ready, in nanoseconds since 1970. */
  long start() {
    long ready = server.start();
    served = 0;
    api = server.api();
    meter = new Meter(server.database());
    load = new Load(api, meter);
    return ready;
  }

  /** Kills the server as {@code kill -9} does. */
  void kill() {
    server.kill();
    meter.close();
  }

  /**
   * Kills the server as {@code kill -9} does.
   *
   * @param count a query of one number
   * @return what it gives on the database that is left behind
   */
  long kill(String count) {
    server.kill();
    try (Meter left = meter) {
      return left.number(count);
    }
  }

  private void prepare() {
    for (int wait : WAITS) {
      String name = Manifests.name(wait);
      String url = "http://127.0.0.1:" + modelPort + "/wait/" + wait + "/v1";
      api.post(
          "/api/v1/providers",
          Api.object()
              .put("name", name)
              .put("kind", "openai-compatible")
              .put("baseUrl", url)
              .put("apiKey", "bench"));
      api.post(
          "/api/v1/models",
          Api.object().put("name", name).put("provider", name).put("model", "fake"));
    }
    JsonNode report = api.post("/api/v1/agents/discovery", Api.object());
    for (int wait : WAITS) {
      if (api.status("/api/v1/workflows/" + Manifests.name(wait)) != 200) {
        throw new BenchException("The bench's manifests were not loaded: " + report);
      }
    }
  }

  Options options() {
    return options;
  }

  Server server() {
    return server;
  }

  Api api() {
    return api;
  }

  Meter meter() {
    return meter;
  }

  long baselineProcess() {
    return baseline.pid();
  }

  /** Seconds the baseline takes for so many tasks. */
  double runBaseline(int tasks, int inFlight, int waitMillis) {
    baseline.say("run " + tasks + " " + inFlight + " " + waitMillis);
    String said = baseline.await(line -> line.startsWith("done "), LIMIT);
    return Double.parseDouble(said.substring(5));
  }

  /** Lets the server's compiler see its work first: so many tasks since its start, at least. */
  void warmServer() {
    int wanted = options.quick() ? QUICK_WARM_UP : WARM_UP;
    if (served < wanted) {
      runServer(wanted - served, 32, 0);
    }
  }

  /** Seconds the server takes for so many tasks. */
  double runServer(int tasks, int inFlight, int waitMillis) {
    served += tasks;
    return load.run(Manifests.name(waitMillis), tasks, inFlight, LIMIT);
  }

  /** Seconds the server takes for so many tasks of a workflow. */
  double runServer(String workflow, int tasks, int inFlight) {
    return load.run(workflow, tasks, inFlight, LIMIT);
  }

  /** How many model calls there have been so far. */
  int calls() {
    return modelApi.get("/calls/999999999").path("calls").asInt();
  }

  /** When model calls came, from a number on, in nanoseconds since 1970. */
  long[] arrivals(int from) {
    JsonNode arrivals = modelApi.get("/calls/" + from).path("arrivals");
    return IntStream.range(0, arrivals.size()).mapToLong(i -> arrivals.get(i).asLong()).toArray();
  }

  @Override
  public void close() {
    baseline.close();
    meter.close();
    server.close();
    model.close();
  }
}
