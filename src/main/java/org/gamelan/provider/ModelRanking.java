package org.gamelan.provider;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.gamelan.failure.InvalidInputException;

/** Finds models by what they can do, the cheapest or the quickest first. */
@ApplicationScoped
public class ModelRanking {
  private final ModelAliases aliases;
  private final Models models;
  private final ToDoubleFunction<ModelEntry> latency;

  protected ModelRanking() {
    this(null, null, entry -> 0);
  }

  @Inject
  public ModelRanking(ModelAliases aliases, Models models, GovernedAttempts attempts) {
    this(aliases, models, attempts::latency);
  }

  ModelRanking(ModelAliases aliases, Models models, ToDoubleFunction<ModelEntry> latency) {
    this.aliases = aliases;
    this.models = models;
    this.latency = latency;
  }

  /**
   * The newest version of every alias.
   *
   * @param capability only those that are known to have it; null for all
   * @param prefer {@code cost}, {@code latency} (as this node has measured it; those it has not
   *     called come last), or null for the order of their names
   * @throws InvalidInputException when the order is not known
   */
  public List<ModelView> list(String capability, String prefer) {
    return aliases.list().stream()
        .filter(model -> capability == null || model.capabilities().contains(capability))
        .sorted(order(prefer).thenComparing(ModelView::name))
        .toList();
  }

  private Comparator<ModelView> order(String prefer) {
    if (prefer == null) {
      return Comparator.comparing(ModelView::name);
    }
    return switch (prefer) {
      case "cost" ->
          Comparator.comparing(
              model -> price(model).orElse(null), Comparator.nullsLast(Comparator.naturalOrder()));
      case "latency" -> Comparator.comparingDouble(this::measured);
      default -> throw new InvalidInputException("prefer", "must be cost or latency");
    };
  }

  /** What an even mix of tokens costs, where that is known. */
  private Optional<BigDecimal> price(ModelView model) {
    if (model.inputPrice() == null && model.outputPrice() == null) {
      boolean free = models.find(model.name()).filter(entry -> !entry.isPaid()).isPresent();
      return free ? Optional.of(BigDecimal.ZERO) : Optional.empty();
    }
    return Optional.of(orNothing(model.inputPrice()).add(orNothing(model.outputPrice())));
  }

  private static BigDecimal orNothing(BigDecimal price) {
    return price == null ? BigDecimal.ZERO : price;
  }

  private double measured(ModelView model) {
    double millis = models.find(model.name()).map(latency::applyAsDouble).orElse(0.0);
    return millis == 0 ? Double.MAX_VALUE : millis;
  }
}
