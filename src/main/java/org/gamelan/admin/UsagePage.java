package org.gamelan.admin;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.gamelan.provider.BudgetState;
import org.gamelan.provider.Budgets;
import org.gamelan.provider.UsageQueries;
import org.gamelan.provider.UsageQueries.Dimension;
import org.gamelan.provider.UsageRow;

/** What models took and cost in the last days, and what may be spent. */
@Named
@RequestScoped
public class UsagePage {
  private static final List<Integer> RANGES = List.of(7, 30, 90);
  private static final int USUAL = 30;
  private static final int SHOWN = 12;
  private static final int ACCOUNTS = 1_000;

  private UsageQueries usage;
  private Budgets budgets;
  private Clock clock;
  private FacesContext faces;

  private int days;
  private UsageRow total;
  private List<UsageRow> byDay;
  private List<BudgetRow> budgetRows;

  /** For the container's proxies. */
  protected UsagePage() {}

  @Inject
  UsagePage(UsageQueries usage, Budgets budgets, Clock clock, FacesContext faces) {
    this.usage = usage;
    this.budgets = budgets;
    this.clock = clock;
    this.faces = faces;
  }

  /** How many days are shown stands in the address. */
  @PostConstruct
  void begin() {
    String given = faces.getExternalContext().getRequestParameterMap().get("days");
    days =
        RANGES.stream().filter(range -> range.toString().equals(given)).findFirst().orElse(USUAL);
  }

  public int getDays() {
    return days;
  }

  public List<Integer> getRanges() {
    return RANGES;
  }

  /** The first day that is shown, in UTC. */
  public LocalDate getFirst() {
    return getLast().minusDays(days - 1L);
  }

  public LocalDate getLast() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  private List<UsageRow> query(List<Dimension> by, int most) {
    return usage.query(by, getFirst(), getLast(), most, 0);
  }

  /** Everything together. */
  public UsageShare getTotal() {
    if (total == null) {
      total = query(List.of(), 1).get(0);
    }
    return new UsageShare("", total, 0);
  }

  public boolean isUnused() {
    return getTotal().row().calls() == 0;
  }

  /** Whether nothing has cost anything, as where models have no prices. */
  public boolean isFree() {
    return getTotal().row().cost().signum() == 0;
  }

  /** How many calls failed, in per cent. */
  public String getFailureRate() {
    long calls = getTotal().row().calls();
    return calls == 0 ? "0" : String.valueOf(Math.round(100.0 * total.failures() / calls));
  }

  /** How long a call took on average. */
  public String getPace() {
    return Figures.duration(Duration.ofMillis(getTotal().row().averageMs()));
  }

  public String getTokensRead() {
    return Figures.count(getTotal().row().tokens().input());
  }

  public String getTokensWritten() {
    return Figures.count(getTotal().row().tokens().output());
  }

  /** The days on which something was called, the latest first. */
  public List<UsageShare> getByDay() {
    return UsageShare.of(days(), UsageRow::day);
  }

  private List<UsageRow> days() {
    if (byDay == null) {
      byDay = query(List.of(Dimension.DAY), days + 1);
    }
    return byDay;
  }

  /** Cost by day, for the browser to draw. */
  public String getCostChart() {
    return new UsageChart(getFirst(), getLast(), days()).cost();
  }

  public String getTokensChart() {
    return new UsageChart(getFirst(), getLast(), days()).tokens();
  }

  /** What was used by what, the dearest first. */
  public List<Breakdown> getBreakdowns() {
    return List.of(
        new Breakdown("Models", UsageShare.of(by(Dimension.MODEL), UsageRow::model)),
        new Breakdown("Agents", UsageShare.of(by(Dimension.AGENT), UsageRow::agent)),
        new Breakdown("Providers", UsageShare.of(by(Dimension.PROVIDER), UsageRow::provider)));
  }

  private List<UsageRow> by(Dimension dimension) {
    return query(List.of(dimension), SHOWN);
  }

  /**
   * One of the lists of who used what.
   *
   * @param title what is told apart
   * @param shares the dearest of it
   */
  public record Breakdown(String title, List<UsageShare> shares) {}

  /** The budgets by name, with how far they are used. */
  public List<BudgetRow> getBudgets() {
    if (budgetRows == null) {
      List<BudgetState> states = budgets.states(Optional.empty(), ACCOUNTS);
      budgetRows = budgets.list().stream().map(budget -> BudgetRow.of(budget, states)).toList();
    }
    return budgetRows;
  }
}
