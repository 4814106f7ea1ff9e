package org.gamelan.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.gamelan.engine.Blueprint;
import org.gamelan.engine.Definitions;
import org.gamelan.engine.Way;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.json.Json;
import org.gamelan.platform.Sql;
import org.gamelan.workflow.Edge;

/**
 * A finished run that a fork takes over.
 *
 * @param id the original's
 * @param name the stage
 * @param kind what the stage did
 * @param way where the run went from it, or null where there was no choice
 * @param finishedAt when it ended
 * @param deciders who decided that it ended so; empty when time did, null when nobody was asked
 */
record CopiedRun(
    UUID id, String name, String kind, Way way, Instant finishedAt, List<String> deciders) {

  /** Of what people said only the names are read: what they decided on may be large. */
  static final String SELECT =
      """
      select id, name, kind, way, finished_at,
        case when kind = 'approval' and status = 'succeeded' then
            (select coalesce(json_agg(v ->> 'by'), '[]') from json_array_elements(
              case when json_typeof(output -> 'votes') = 'array' then output -> 'votes' end) v)
          when status = 'succeeded' then
            (select json_agg(substr(r ->> 'message', length('given by ') + 1))
              from json_array_elements(repairs) r where r ->> 'rung' = 'person')
        end as deciders
      from stage_run where task_id = ? and finished_at <= ?
      order by finished_at, id limit ?
      """;

  static CopiedRun of(ResultSet row) throws SQLException {
    String way = row.getString("way");
    return new CopiedRun(
        Sql.id(row, "id"),
        row.getString("name"),
        row.getString("kind"),
        way == null ? null : Json.as(Json.parseOwn(way), Way.class),
        Sql.instant(row, "finished_at"),
        names(row.getString("deciders")));
  }

  private static List<String> names(String array) {
    if (array == null) {
      return null;
    }
    List<String> names = new ArrayList<>();
    for (JsonNode name : Json.parseOwn(array)) {
      names.add(name.asText());
    }
    return names;
  }

  /**
   * Whether people decided it on something else than what the fork is about, or for somebody else:
   * nobody's own word lets their own task pass.
   *
   * @param other whether the fork is about something else
   * @param by who forks
   */
  boolean isDecidedOtherwise(boolean other, String by) {
    return deciders != null && (other || deciders.contains(by));
  }

  /**
   * What copies say of stages and edges has to be true of the other definitions, too; how the
   * pipeline was chosen is in none.
   *
   * @throws InvalidInputException naming the first that does not fit
   */
  static void requireFit(List<CopiedRun> done, Blueprint blueprint) {
    for (CopiedRun run : done) {
      if (!run.name.equals(Definitions.CHOICE) && !run.fits(blueprint)) {
        throw new InvalidInputException(
            "definitions",
            "'%s' is another stage or leads elsewhere in the definitions of today; fork with"
                    .formatted(run.name)
                + " pinned ones, or from an earlier stage");
      }
    }
  }

  private boolean fits(Blueprint blueprint) {
    boolean known =
        blueprint.stages().containsKey(name) && blueprint.stage(name).kind().id().equals(kind);
    return known && (way == null || way.next().stream().allMatch(taken -> fits(taken, blueprint)));
  }

  private static boolean fits(Way.Taken taken, Blueprint blueprint) {
    List<Edge> edges = blueprint.workflow().edges();
    if (taken.edge() < 0) {
      return blueprint.stages().containsKey(taken.stage());
    }
    return taken.edge() < edges.size() && edges.get(taken.edge()).to().equals(taken.stage());
  }

  /** The first that people decided otherwise, in the order they ended. */
  static Optional<CopiedRun> decidedOtherwise(List<CopiedRun> done, boolean other, String by) {
    return done.stream().filter(run -> run.isDecidedOtherwise(other, by)).findFirst();
  }
}
