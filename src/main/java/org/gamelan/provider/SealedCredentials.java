package org.gamelan.provider;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.gamelan.platform.Sql;
import org.gamelan.security.SealedRows;

/**
 * The sealed credentials of providers, for another master key. Versions stay as they are: nothing
 * changes that anybody could see. Changes of providers wait meanwhile, as they write whole rows.
 */
@ApplicationScoped
public class SealedCredentials implements SealedRows {
  public SealedCredentials() {}

  @Override
  public int forEach(Connection connection, Again again) throws SQLException {
    Sql.query(
        connection, "select pg_advisory_xact_lock(?)", row -> true, ProviderRepository.SEED_LOCK);
    int count = 0;
    try (PreparedStatement select =
            connection.prepareStatement(
                "select id, credential from provider where credential is not null order by id");
        PreparedStatement update =
            connection.prepareStatement("update provider set credential = ? where id = ?");
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        UUID id = Sql.id(rows, "id");
        byte[] sealed = rows.getBytes("credential");
        byte[] anew = again.seal(sealed, Credentials.place(id));
        if (anew != sealed) {
          update.setBytes(1, anew);
          update.setObject(2, id);
          update.addBatch();
        }
        count++;
      }
      update.executeBatch();
    }
    return count;
  }
}
