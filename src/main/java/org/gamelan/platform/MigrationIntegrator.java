package org.gamelan.platform;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.spi.BootstrapContext;
import org.hibernate.engine.jdbc.connections.spi.ConnectionProvider;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.integrator.spi.Integrator;
import org.hibernate.service.spi.SessionFactoryServiceRegistry;

/**
 * Brings the schema up to date before Hibernate checks it: Hibernate calls this while it opens, and
 * a start-up bean would come too late. Several nodes may start at once; Flyway takes a lock.
 */
public class MigrationIntegrator implements Integrator {

  /** Made by Hibernate, which finds this class by its service file. */
  public MigrationIntegrator() {}

  @Override
  public void integrate(
      Metadata metadata, BootstrapContext bootstrapContext, SessionFactoryImplementor factory) {
    ConnectionProvider connections =
        factory.getServiceRegistry().requireService(ConnectionProvider.class);
    Flyway.configure(MigrationIntegrator.class.getClassLoader())
        .dataSource(connections.unwrap(DataSource.class))
        .locations("classpath:db/migration")
        .connectRetries(10)
        .validateMigrationNaming(true)
        .load()
        .migrate();
  }

  @Override
  public void disintegrate(
      SessionFactoryImplementor factory, SessionFactoryServiceRegistry registry) {
    // Migrations only go forward.
  }
}
