package org.gamelan.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SqlTableTest {
  private static final UUID FIRST = new UUID(0, 1);
  private static final UUID SECOND = new UUID(0, 2);

  private final SqlTable table = new SqlTable("run", "id uuid, attempt int4");

  @Test
  void oneRowIsPlainValues() {
    SqlTable.Rows rows = table.rows();
    rows.add(FIRST, 3);

    assertThat(table.source(true)).isEqualTo("(select ?::uuid as id, ?::int4 as attempt) as run");
    assertThat(values(rows, true)).containsExactly(FIRST, 3);
  }

  @Test
  void manyRowsAreAnArrayForEachColumn() {
    SqlTable.Rows rows = table.rows();
    rows.add(FIRST, 3);
    rows.add(SECOND, null);

    assertThat(table.source(false)).isEqualTo("unnest(?::uuid[], ?::int4[]) as run (id, attempt)");
    List<Object> values = values(rows, false);
    assertThat(values).hasSize(2);
    assertThat((UUID[]) values.get(0)).containsExactly(FIRST, SECOND);
    assertThat((Integer[]) values.get(1)).containsExactly(3, null);
    assertThat(rows.size()).isEqualTo(2);
  }

  @Test
  void noRowsAreEmptyArrays() {
    SqlTable.Rows rows = table.rows();

    assertThat(rows.isEmpty()).isTrue();
    assertThat((UUID[]) values(rows, false).get(0)).isEmpty();
  }

  @Test
  void aRowHasAValueForEachColumn() {
    SqlTable.Rows rows = table.rows();

    assertThatThrownBy(() -> rows.add(FIRST))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("1 values for 2 columns");
  }

  @Test
  void anUnknownTypeIsNamedWithThoseThereAre() {
    assertThatThrownBy(() -> new SqlTable("run", "id uuid, at timestamptz"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Column 'at timestamptz' needs a name and one of the types bool, int4, text, uuid");
    assertThatThrownBy(() -> new SqlTable("run", "id"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'id'");
  }

  private static List<Object> values(SqlTable.Rows rows, boolean single) {
    List<Object> values = new ArrayList<>();
    rows.addTo(values, single);
    return values;
  }
}
