package org.gamelan.agent;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import org.gamelan.json.RepairRung;
import org.gamelan.provider.TokenUsage;

/**
 * What came of an agent's turn.
 *
 * @param output satisfies the schema; without one it is {@code {"text": …}}
 * @param rawOutput the model's last text as it came
 * @param repairs the rungs that were climbed to make it fit; empty when it fitted at once
 * @param model the alias that answered
 * @param provider the provider that served it
 * @param tokens of all calls of the turn
 * @param cost of all calls, or null where no price is known
 */
public record AgentAnswer(
    JsonNode output,
    String rawOutput,
    List<RepairRung> repairs,
    String model,
    String provider,
    TokenUsage tokens,
    BigDecimal cost) {}
