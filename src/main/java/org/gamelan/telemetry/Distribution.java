package org.gamelan.telemetry;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/**
 * A histogram as Prometheus wants it: for each bound, how many values were at most that large, ever
 * since the start. The server's own timers and histograms count in a sample of the latest thousand
 * values and show nanoseconds as seconds, so this one is made of plain figures: {@code NAME_bucket}
 * with the label {@code le}, {@code NAME_count} and {@code NAME_sum}. Adding takes no lock.
 */
final class Distribution {
  private final double[] bounds;
  private final LongAdder[] counts;
  private final DoubleAdder sum = new DoubleAdder();

  /**
   * @param name the whole name, its unit included
   * @param bounds in order
   */
  Distribution(
      MetricRegistry registry, String name, String description, double[] bounds, Tag... tags) {
    this.bounds = bounds.clone();
    this.counts = new LongAdder[bounds.length + 1];
    Arrays.setAll(counts, i -> new LongAdder());
    Metadata bucket = metadata(name + "_bucket", description);
    for (int i = 0; i < bounds.length; i++) {
      int last = i;
      String bound = BigDecimal.valueOf(bounds[i]).stripTrailingZeros().toPlainString();
      registry.gauge(bucket, () -> upTo(last), with(tags, new Tag("le", bound)));
    }
    registry.gauge(bucket, () -> upTo(bounds.length), with(tags, new Tag("le", "+Inf")));
    registry.gauge(metadata(name + "_count", description), () -> upTo(bounds.length), tags);
    registry.gauge(metadata(name + "_sum", description), sum::sum, tags);
  }

  void add(double value) {
    int place = Arrays.binarySearch(bounds, value);
    counts[place >= 0 ? place : -place - 1].increment();
    sum.add(value);
  }

  private long upTo(int last) {
    return Arrays.stream(counts, 0, last + 1).mapToLong(LongAdder::sum).sum();
  }

  private static Metadata metadata(String name, String description) {
    return Metadata.builder().withName(name).withDescription(description).build();
  }

  private static Tag[] with(Tag[] tags, Tag one) {
    Tag[] all = Arrays.copyOf(tags, tags.length + 1);
    all[tags.length] = one;
    return all;
  }
}
