package org.gamelan.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.gamelan.platform.SpanRecord;
import org.gamelan.testing.MapConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TraceExportTest {
  private static final String TRACE = "01a1ff3006027d798c511faea6ec20d7";

  private Collector collector;
  private TraceExport export;
  private Thread sender;

  @BeforeEach
  void listen() throws Exception {
    collector = new Collector();
  }

  @AfterEach
  void stop() throws InterruptedException {
    if (export != null) {
      export.stop();
      sender.interrupt();
      sender.join(5_000);
    }
    collector.close();
  }

  private void start(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.putIfAbsent("otel.exporter.otlp.endpoint", collector.endpoint().toString());
    all.putIfAbsent("otel.bsp.schedule.delay", "20");
    export = new TraceExport(config(all));
    sender = new Thread(export, "traces of a test");
    sender.start();
  }

  private static TraceConfig config(Map<String, String> settings) {
    return TraceConfig.from(new MapConfig(settings));
  }

  private static SpanRecord span(int number, String error) {
    return new SpanRecord(
        TRACE,
        "%016x".formatted(number),
        "8c511faea6ec20d7",
        "chat gpt",
        1_000_000_000L,
        3_000_000_000L,
        Map.of("gen_ai.operation.name", "chat", "gen_ai.usage.input_tokens", 12L),
        error,
        error == null ? null : "It took \"long\"");
  }

  private void await(int spans) throws InterruptedException {
    Instant until = Instant.now().plus(Duration.ofSeconds(20));
    while (collector.spans().size() < spans && Instant.now().isBefore(until)) {
      Thread.sleep(10);
    }
    assertThat(collector.spans()).hasSize(spans);
  }

  @Test
  void spansArriveWithTheirNamesTimesAndAttributes() throws InterruptedException {
    start(
        Map.of(
            "otel.exporter.otlp.headers", "X-Key=a%20b,other=1", "otel.service.name", "orchestra"));
    export.ended(span(7, "timeout"));
    await(1);
    Collector.Told told = collector.spans().get(0);
    assertThat(told.trace()).isEqualTo(TRACE);
    assertThat(told.id()).isEqualTo("0000000000000007");
    assertThat(told.parent()).isEqualTo("8c511faea6ec20d7");
    assertThat(told.kind()).isEqualTo(3);
    assertThat(told.nanos()).isEqualTo(2_000_000_000L);
    assertThat(told.attributes())
        .containsEntry("gen_ai.usage.input_tokens", "12")
        .containsEntry("error.type", "timeout");
    assertThat(told.status()).isEqualTo(2);
    assertThat(collector.keys()).containsExactly("a b");
    assertThat(collector.service()).isEqualTo("orchestra");
  }

  @Test
  void manySpansGoTogetherAndACollectorThatIsBusyIsAskedAgain() throws InterruptedException {
    collector.refuse(1);
    start(Map.of());
    IntStream.range(1, 101).forEach(number -> export.ended(span(number, null)));
    await(100);
    assertThat(collector.requests()).isLessThan(10);
    assertThat(export.dropped()).isZero();
  }

  @Test
  void whatDoesNotFitInTheQueueIsDroppedAndNobodyWaits() {
    export =
        new TraceExport(
            config(
                Map.of(
                    "otel.bsp.max.queue.size",
                    "10",
                    "otel.exporter.otlp.endpoint",
                    "http://127.0.0.1:9")));
    sender = new Thread(export, "never started");
    IntStream.range(0, 25).forEach(number -> export.ended(span(number, null)));
    assertThat(export.dropped()).isEqualTo(15);
  }

  @Test
  void aShareOfTheTracesIsTheSameEverywhere() {
    Map<String, String> half =
        Map.of(
            "otel.traces.sampler", "parentbased_traceidratio",
            "otel.traces.sampler.arg", "0.5",
            "otel.exporter.otlp.endpoint", "http://127.0.0.1:9");
    export = new TraceExport(config(half));
    sender = new Thread(export, "never started");
    TraceExport other = new TraceExport(config(half));
    int taken = 0;
    for (int i = 0; i < 2_000; i++) {
      String trace = org.gamelan.platform.Ids.next().toString().replace("-", "");
      assertThat(export.takes(trace)).isEqualTo(other.takes(trace));
      taken += export.takes(trace) ? 1 : 0;
    }
    assertThat(taken).isBetween(800, 1_200);
  }

  @Test
  void settingsAreThoseOfOpenTelemetry() {
    assertThat(config(Map.of()).endpoint()).isNull();
    String base = "http://collector:4318";
    assertThat(config(Map.of("otel.exporter.otlp.endpoint", base)).endpoint())
        .hasToString(base + "/v1/traces");
    assertThat(config(Map.of("otel.exporter.otlp.traces.endpoint", base + "/in")).endpoint())
        .hasToString(base + "/in");
    assertThat(
            config(Map.of("otel.exporter.otlp.endpoint", base, "otel.sdk.disabled", "true"))
                .endpoint())
        .isNull();
    assertThatThrownBy(() -> config(Map.of("otel.exporter.otlp.endpoint", "collector")))
        .hasMessageContaining("otel.exporter.otlp.endpoint is 'collector'");
    assertThatThrownBy(
            () ->
                config(
                    Map.of(
                        "otel.exporter.otlp.endpoint",
                        base,
                        "otel.exporter.otlp.protocol",
                        "grpc")))
        .hasMessageContaining("4318");
    assertThatThrownBy(
            () ->
                config(
                    Map.of("otel.traces.sampler", "traceidratio", "otel.traces.sampler.arg", "2")))
        .hasMessageContaining("from 0 to 1");
    assertThatThrownBy(() -> config(Map.of("otel.exporter.otlp.headers", "key")))
        .hasMessageContaining("name=value");
  }
}
