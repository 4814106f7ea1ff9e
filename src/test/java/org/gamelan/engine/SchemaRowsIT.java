package org.gamelan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.gamelan.engine.FolderSchemas.Local;
import org.gamelan.engine.SchemaRows.Latest;
import org.gamelan.json.Json;
import org.gamelan.platform.Database;
import org.gamelan.platform.Sql;
import org.gamelan.testing.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Numbers of schemas outlive the servers that gave them. */
class SchemaRowsIT {
  private static final JsonNode ONE = Json.parse("{\"type\": \"object\"}");
  private static final JsonNode OTHER = Json.parse("{\"type\": \"object\", \"required\": [\"a\"]}");

  private final Database database = TestDatabase.get();

  @BeforeEach
  void empty() {
    database.inTransaction(tx -> Sql.update(tx.connection(), "truncate schema_version"));
  }

  /** A server that has just started and reads these schemas. */
  private Map<String, Latest> started(JsonNode review, JsonNode plan) {
    Map<String, Local> schemas = new LinkedHashMap<>();
    schemas.put("review", new Local("folder", "review", review));
    schemas.put("plan", new Local("folder", "plan", plan));
    return new SchemaRows(database).number(schemas, SchemaRegistry::hash);
  }

  @Test
  void aRestartKeepsNumbersAndRaisesOnlyWhatWasChangedMeanwhile() {
    Map<String, Latest> first = started(ONE, ONE);
    assertThat(first.get("review").version()).isEqualTo(1);
    Map<String, Latest> again = started(Json.parse("{ \"type\":\"object\" }"), ONE);
    assertThat(again).isEqualTo(first);

    Map<String, Latest> changed = started(OTHER, ONE);
    assertThat(changed.get("review").version()).isEqualTo(2);
    assertThat(changed.get("plan")).isEqualTo(first.get("plan"));
    assertThat(started(OTHER, ONE)).isEqualTo(changed);
    SchemaRows rows = new SchemaRows(database);
    assertThat(rows.find("review", 1).orElseThrow().schema()).isEqualTo(ONE);
    assertThat(rows.find("review", 2).orElseThrow().schema()).isEqualTo(OTHER);

    // What is as it was before is a new version all the same: numbers tell when it came into force.
    assertThat(started(ONE, ONE).get("review").version()).isEqualTo(3);
    assertThat(rows.versions("review")).extracting(it -> it.version()).containsExactly(3, 2, 1);
  }

  @Test
  void ofASchemaThatChangesAllTheTimeTheLatestHundredAreKept() {
    for (int i = 1; i <= SchemaRows.MOST + 5; i++) {
      started(Json.object().put("title", "number " + i), ONE);
    }
    SchemaRows rows = new SchemaRows(database);
    assertThat(rows.versions("review")).hasSize(SchemaRows.MOST);
    assertThat(rows.find("review", 5)).isEmpty();
    assertThat(rows.find("review", 6)).isPresent();
    assertThat(rows.versions("plan")).hasSize(1);
  }
}
