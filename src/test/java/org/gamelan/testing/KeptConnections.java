package org.gamelan.testing;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import javax.sql.ConnectionEvent;
import javax.sql.ConnectionEventListener;
import org.postgresql.ds.PGPooledConnection;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A source that keeps connections for the next who asks: to open one takes a processor longer than
 * most of what tests do with it.
 */
final class KeptConnections extends PGSimpleDataSource {
  private static final long serialVersionUID = 1L;

  private final transient Deque<PGPooledConnection> idle = new ConcurrentLinkedDeque<>();

  @Override
  public Connection getConnection() throws SQLException {
    PGPooledConnection kept = idle.poll();
    return (kept == null ? open() : kept).getConnection();
  }

  private PGPooledConnection open() throws SQLException {
    PGPooledConnection opened = new PGPooledConnection(super.getConnection(), true);
    opened.addConnectionEventListener(
        new ConnectionEventListener() {
          private volatile boolean broken;

          @Override
          public void connectionClosed(ConnectionEvent event) {
            if (!broken) {
              idle.push(opened);
            }
          }

          @Override
          public void connectionErrorOccurred(ConnectionEvent event) {
            broken = true;
          }
        });
    return opened;
  }
}
