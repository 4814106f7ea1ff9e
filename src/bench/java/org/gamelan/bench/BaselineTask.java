package org.gamelan.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.BlockingQueue;

/** One task of the baseline: a row for it, then eight stages in a row, one commit each. */
final class BaselineTask {
  static final int STAGES = 8;
  private static final String INSERT =
      "insert into bench.job (title, input) values (?, ?::jsonb) returning id";
  private static final String STEP =
      "insert into bench.step (job_id, number, output) values (?, ?, ?::jsonb)";
  private static final String LAST =
      """
      with done as (
        update bench.job set status = 'succeeded', finished_at = clock_timestamp() where id = ?)
      insert into bench.step (job_id, number, output) values (?, ?, ?::jsonb)
      """;

  private final BlockingQueue<Connection> connections;
  private final BaselineModel model;
  private final String title;

  BaselineTask(BlockingQueue<Connection> connections, BaselineModel model, int number) {
    this.connections = connections;
    this.model = model;
    this.title = "bench " + number;
  }

  void run() throws SQLException, IOException, InterruptedException {
    long id = insert();
    StringBuilder context = new StringBuilder(title);
    for (int stage = 1; stage <= STAGES; stage++) {
      JsonNode answer = model.ask("You are stage " + stage + ".", context.toString());
      String output = answer.toString();
      context.append('\n').append(output);
      finish(id, stage, output);
    }
  }

  private long insert() throws SQLException, InterruptedException {
    Connection connection = connections.take();
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      statement.setString(1, title);
      statement.setString(2, "{\"text\":\"" + title + "\"}");
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    } finally {
      connections.add(connection);
    }
  }

  private void finish(long id, int stage, String output) throws SQLException, InterruptedException {
    Connection connection = connections.take();
    boolean last = stage == STAGES;
    try (PreparedStatement statement = connection.prepareStatement(last ? LAST : STEP)) {
      int at = 1;
      if (last) {
        statement.setLong(at++, id);
      }
      statement.setLong(at++, id);
      statement.setInt(at++, stage);
      statement.setString(at, output);
      statement.executeUpdate();
    } finally {
      connections.add(connection);
    }
  }
}
