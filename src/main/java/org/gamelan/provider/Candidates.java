package org.gamelan.provider;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Which models a call may go to, and in which order: the one named and its fallbacks, without those
 * that cannot do what is asked.
 *
 * @param inOrder who is asked, one after another
 * @param leftOut who is not, and why
 */
record Candidates(List<ModelEntry> inOrder, List<RoutingNote.Candidate> leftOut) {
  private static final int MOST = 10;

  Candidates {
    inOrder = List.copyOf(inOrder);
    leftOut = List.copyOf(leftOut);
  }

  /**
   * @param named the model that was asked for
   * @param find finds a fallback
   * @param latency how long a model has taken lately, in milliseconds; 0 when it was not tried
   */
  static Candidates of(
      ModelEntry named,
      ModelRequest request,
      Function<String, Optional<ModelEntry>> find,
      ToDoubleFunction<ModelEntry> latency) {
    Map<String, ModelEntry> all = new LinkedHashMap<>();
    collect(named, find, all);
    List<ModelEntry> able = new ArrayList<>();
    List<RoutingNote.Candidate> leftOut = new ArrayList<>();
    for (ModelEntry entry : all.values()) {
      Optional<String> obstacle = obstacle(entry, request);
      obstacle.ifPresentOrElse(
          why -> leftOut.add(new RoutingNote.Candidate(entry.name(), why)), () -> able.add(entry));
    }
    if (able.isEmpty()) {
      // It may know better than its description; its own refusal says more than ours.
      return new Candidates(List.of(named), List.of());
    }
    if (named.prefer().equals("cost")) {
      able.sort(Comparator.comparing(Candidates::price));
    } else if (named.prefer().equals("latency")) {
      able.sort(Comparator.comparingDouble(latency));
    }
    return new Candidates(able, leftOut);
  }

  private static void collect(
      ModelEntry entry, Function<String, Optional<ModelEntry>> find, Map<String, ModelEntry> all) {
    if (all.size() == MOST || all.putIfAbsent(entry.name(), entry) != null) {
      return;
    }
    for (String fallback : entry.fallbacks()) {
      find.apply(fallback).ifPresent(next -> collect(next, find, all));
    }
  }

  /** Only what a model's description denies; one without a description is believed to be able. */
  private static Optional<String> obstacle(ModelEntry entry, ModelRequest request) {
    if (entry.provider().retired()) {
      return Optional.of("its provider '" + entry.provider().name() + "' is retired");
    }
    boolean described = !entry.capabilities().isEmpty();
    if (described && !request.tools().isEmpty() && !entry.capabilities().contains("tools")) {
      return Optional.of("it cannot call tools");
    }
    if (entry.contextWindow() != null
        && Estimate.of(request).input() > 2L * entry.contextWindow()) {
      return Optional.of("its context window is too small");
    }
    return Optional.empty();
  }

  /** What an even mix of tokens costs; what has no price is taken last, unless it is free. */
  private static BigDecimal price(ModelEntry entry) {
    if (entry.inputPrice() == null && entry.outputPrice() == null) {
      return entry.isPaid() ? BigDecimal.valueOf(Long.MAX_VALUE) : BigDecimal.ZERO;
    }
    BigDecimal input = entry.inputPrice() == null ? BigDecimal.ZERO : entry.inputPrice();
    BigDecimal output = entry.outputPrice() == null ? BigDecimal.ZERO : entry.outputPrice();
    return input.add(output);
  }
}
