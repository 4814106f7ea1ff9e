package org.gamelan.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.gamelan.json.Json;
import org.gamelan.provider.Budget;
import org.gamelan.provider.BudgetState;
import org.gamelan.provider.ProviderLimits;
import org.gamelan.provider.TokenUsage;
import org.gamelan.provider.UsageRow;
import org.junit.jupiter.api.Test;

/** Usage, budgets and limits as people read them. */
class UsageFiguresTest {

  @Test
  void daysWithoutCallsStandInTheChartWithNothing() {
    UsageChart chart =
        new UsageChart(
            LocalDate.parse("2026-02-27"),
            LocalDate.parse("2026-03-01"),
            List.of(used("2026-02-28", null, "0.5", 300)));

    JsonNode cost = Json.parse(chart.cost()).path("data");
    assertThat(cost.path("labels").toString())
        .isEqualTo("[\"2026-02-27\",\"2026-02-28\",\"2026-03-01\"]");
    assertThat(cost.path("datasets").path(0).path("data").path(1).asDouble()).isEqualTo(0.5);
    assertThat(cost.path("datasets").path(0).path("data").path(2).asDouble()).isZero();
    assertThat(Json.parse(chart.tokens()).path("data").path("datasets")).hasSize(2);
  }

  @Test
  void sharesAreByCostAndByTokensWhereNothingCosts() {
    List<UsageRow> paid =
        List.of(used(null, "a", "4", 100), used(null, "b", "1", 900), used(null, null, "0", 5));
    List<UsageRow> free = List.of(used(null, "a", "0", 100), used(null, "b", "0", 400));

    assertThat(UsageShare.of(paid, UsageRow::agent))
        .extracting(UsageShare::percent)
        .containsExactly(100L, 25L, 0L);
    assertThat(UsageShare.of(paid, UsageRow::agent).get(2).name()).isEmpty();
    assertThat(UsageShare.of(free, UsageRow::agent))
        .extracting(UsageShare::percent)
        .containsExactly(25L, 100L);
  }

  @Test
  void aBudgetIsAsFullAsItsFullestAccount() {
    Budget budget = budget("agent", null, "tokens", "20000");
    BudgetRow row =
        BudgetRow.of(
            budget, List.of(state(budget, "planner", 15_000, 2_000), state(budget, "b", 10, 0)));

    assertThat(row.scope()).isEqualTo("each agent");
    assertThat(row.amount()).isEqualTo("20 k tokens a day");
    assertThat(row.percent()).isEqualTo(85);
    assertThat(row.tone()).isEqualTo("waiting");
    assertThat(row.whose()).isEqualTo("planner");
    assertThat(row.accounts()).isEqualTo(2);
  }

  @Test
  void anEmptyBudgetIsFullAndAnUnusedOneIsNot() {
    Budget nothing = budget("all", null, "cost", "0");
    assertThat(BudgetRow.of(nothing, List.of(state(nothing, "*", 0, 0))).percent()).isEqualTo(100);
    Budget unused = budget("agent", "planner", "cost", "2.50");
    assertThat(BudgetRow.of(unused, List.of()).percent()).isZero();
    assertThat(BudgetRow.of(unused, List.of()).amount()).isEqualTo("2.5 a day");
    assertThat(BudgetRow.of(unused, List.of()).scope()).isEqualTo("the agent planner");
  }

  @Test
  void limitsAreOneSentence() {
    assertThat(ProviderRow.limits(ProviderLimits.NONE)).isEmpty();
    assertThat(ProviderRow.limits(new ProviderLimits(60, 90_000, 4)))
        .isEqualTo("60 calls a minute, 90 k tokens a minute, 4 at once");
  }

  @Test
  void pricesHaveNoZerosAtTheirEnd() {
    assertThat(Figures.plain(new BigDecimal("2.500000"))).hasToString("2.5");
    assertThat(Figures.plain(new BigDecimal("100.000"))).hasToString("100");
    assertThat(Figures.count(4_754_800)).isEqualTo("4.8 M");
  }

  private static UsageRow used(String day, String agent, String cost, long tokens) {
    return new UsageRow(
        day,
        agent,
        null,
        null,
        null,
        null,
        1,
        0,
        new TokenUsage(tokens, 0, 0),
        new BigDecimal(cost),
        10);
  }

  private static Budget budget(String scope, String subject, String unit, String amount) {
    return new Budget(
        new UUID(0, 1),
        "a",
        scope,
        subject,
        "day",
        unit,
        new BigDecimal(amount),
        "fail",
        Instant.EPOCH,
        0);
  }

  private static BudgetState state(Budget budget, String subject, long spent, long reserved) {
    return new BudgetState(
        budget, subject, BigDecimal.valueOf(spent), BigDecimal.valueOf(reserved));
  }
}
