package org.gamelan.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.gamelan.agent.AgentAnswer;
import org.gamelan.agent.InvalidOutputException;
import org.gamelan.json.Json;
import org.gamelan.json.RepairRung;
import org.gamelan.provider.TokenUsage;

/**
 * What the turns of a stage took, those that failed included.
 *
 * @param raw what the models said: a JSON list of {@link Turn}
 * @param repairs all rungs, in the order of the turns
 * @param tokens of all calls
 * @param cost of all calls, or null where no price is known
 */
record TeamWork(JsonNode raw, List<RepairRung> repairs, TokenUsage tokens, BigDecimal cost) {

  /**
   * One turn.
   *
   * @param agent who
   * @param raw the model's last text as it came
   * @param repairs the rungs climbed to make it fit
   */
  record Turn(
      String agent, String raw, List<RepairRung> repairs, TokenUsage tokens, BigDecimal cost) {
    static Turn of(String agent, AgentAnswer answer) {
      return new Turn(agent, answer.rawOutput(), answer.repairs(), answer.tokens(), answer.cost());
    }

    static Turn of(String agent, InvalidOutputException failure) {
      return new Turn(agent, failure.rawOutput(), failure.rungs(), failure.tokens(), null);
    }
  }

  static TeamWork of(Collection<Turn> turns) {
    TokenUsage tokens = TokenUsage.NONE;
    BigDecimal cost = null;
    List<RepairRung> repairs = new ArrayList<>();
    ArrayNode raw = Json.array();
    for (Turn turn : turns) {
      raw.addObject()
          .put("agent", turn.agent())
          .put("raw", turn.raw())
          .set("repairs", Json.tree(turn.repairs()));
      tokens = tokens.plus(turn.tokens());
      repairs.addAll(turn.repairs());
      if (turn.cost() != null) {
        cost = cost == null ? turn.cost() : cost.add(turn.cost());
      }
    }
    return new TeamWork(raw, repairs, tokens, cost);
  }
}
