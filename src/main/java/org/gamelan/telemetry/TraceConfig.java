package org.gamelan.telemetry;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/**
 * Where traces go. The names are those of OpenTelemetry, as settings or as variables of the
 * environment ({@code OTEL_EXPORTER_OTLP_ENDPOINT}).
 *
 * @param endpoint where spans are sent to, or null when nobody wants them
 * @param headers sent with them
 * @param timeout the longest one sending may take
 * @param resource what sends them, by attribute
 * @param share the share of traces that is recorded, from 0 to 1
 * @param delay how long spans are gathered before they are sent
 * @param queue how many spans may wait; more are dropped
 * @param batch how many are sent at once
 * @param contents whether prompts and answers are sent ({@code gamelan.telemetry.contents}, false)
 */
record TraceConfig(
    URI endpoint,
    Map<String, String> headers,
    Duration timeout,
    Map<String, String> resource,
    double share,
    Duration delay,
    int queue,
    int batch,
    boolean contents) {
  private static final String OTLP = "otel.exporter.otlp.";
  private static final String PATH = "v1/traces";

  /**
   * Reads the settings.
   *
   * @throws IllegalArgumentException naming the setting whose value cannot be used
   */
  static TraceConfig from(Config config) {
    return new TraceConfig(
        isOff(config) ? null : endpoint(config).orElse(null),
        pairs(text(config, OTLP + "traces.headers", OTLP + "headers")),
        Duration.ofMillis(number(config, OTLP + "timeout", 10_000)),
        resource(config),
        share(config),
        Duration.ofMillis(number(config, "otel.bsp.schedule.delay", 5_000)),
        number(config, "otel.bsp.max.queue.size", 2_048),
        number(config, "otel.bsp.max.export.batch.size", 512),
        config.getOptionalValue("gamelan.telemetry.contents", Boolean.class).orElse(false));
  }

  private static boolean isOff(Config config) {
    return value(config, "otel.traces.exporter").filter("none"::equals).isPresent()
        || value(config, "otel.sdk.disabled").filter("true"::equalsIgnoreCase).isPresent();
  }

  private static Optional<URI> endpoint(Config config) {
    Optional<String> whole = value(config, OTLP + "traces.endpoint");
    Optional<String> base = value(config, OTLP + "endpoint");
    String name = OTLP + (whole.isPresent() ? "traces.endpoint" : "endpoint");
    Optional<URI> found =
        whole.or(() -> base.map(it -> it + (it.endsWith("/") ? "" : "/") + PATH)).map(URI::create);
    found.ifPresent(
        uri -> {
          boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
          if (!http || uri.getHost() == null) {
            throw new IllegalArgumentException(
                name
                    + " is '"
                    + config.getValue(name, String.class)
                    + "'; it has to be an http or https address");
          }
          String protocol = text(config, OTLP + "traces.protocol", OTLP + "protocol");
          if (protocol.equals("grpc")) {
            throw new IllegalArgumentException(
                OTLP + "protocol is grpc; spans are sent as http/json, usually to port 4318");
          }
        });
    return found;
  }

  private static Map<String, String> resource(Config config) {
    Map<String, String> resource = new LinkedHashMap<>();
    resource.put("service.name", "gamelan");
    resource.putAll(pairs(text(config, "otel.resource.attributes")));
    value(config, "otel.service.name").ifPresent(name -> resource.put("service.name", name));
    return Map.copyOf(resource);
  }

  private static double share(Config config) {
    String sampler = value(config, "otel.traces.sampler").orElse("always_on");
    return switch (sampler.replace("parentbased_", "")) {
      case "always_on" -> 1;
      case "always_off" -> 0;
      case "traceidratio" -> ratio(value(config, "otel.traces.sampler.arg").orElse("1"));
      default ->
          throw new IllegalArgumentException(
              "otel.traces.sampler is '%s'; known: always_on, always_off, traceidratio"
                  .formatted(sampler));
    };
  }

  private static double ratio(String text) {
    try {
      double ratio = Double.parseDouble(text);
      if (ratio >= 0 && ratio <= 1) {
        return ratio;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(ratioFault(text), e);
    }
    throw new IllegalArgumentException(ratioFault(text));
  }

  private static String ratioFault(String text) {
    return "otel.traces.sampler.arg is '" + text + "'; it has to be a number from 0 to 1";
  }

  /** {@code name=value,name=value}, the values with percent escapes. */
  private static Map<String, String> pairs(String text) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String pair : text.split(",")) {
      int sign = pair.indexOf('=');
      if (sign > 0) {
        String value = pair.substring(sign + 1).strip().replace("+", "%2B");
        pairs.put(
            pair.substring(0, sign).strip(), URLDecoder.decode(value, StandardCharsets.UTF_8));
      } else if (!pair.isBlank()) {
        throw new IllegalArgumentException(
            "a list of OpenTelemetry has to look like name=value,name=value");
      }
    }
    return Map.copyOf(pairs);
  }

  private static String text(Config config, String... names) {
    for (String name : names) {
      Optional<String> value = value(config, name);
      if (value.isPresent()) {
        return value.get();
      }
    }
    return "";
  }

  private static Optional<String> value(Config config, String name) {
    return config.getOptionalValue(name, String.class).filter(text -> !text.isBlank());
  }

  private static int number(Config config, String name, int byDefault) {
    int value = config.getOptionalValue(name, Integer.class).orElse(byDefault);
    if (value < 1) {
      throw new IllegalArgumentException(name + " is " + value + ", but has to be at least 1");
    }
    return value;
  }
}
