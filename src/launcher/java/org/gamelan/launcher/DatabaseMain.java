package org.gamelan.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * The embedded PostgreSQL alone, until the process is told to stop: for trying the application on a
 * server that our launcher does not start.
 */
public final class DatabaseMain {

  private DatabaseMain() {}

  /**
   * Prints the JDBC URL, the user and the password, one a line, once the database takes
   * connections.
   *
   * @param args the folder with the PostgreSQL programs, unpacked when it is missing, and the data
   *     folder
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path binaries = Path.of(args[0]).toAbsolutePath();
    if (!Files.isDirectory(binaries)) {
      PostgresBinaries.main(new String[] {binaries.toString()});
    }
    try {
      run(binaries, Path.of(args[1]).toAbsolutePath());
    } catch (StartupException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private static void run(Path binaries, Path data) throws InterruptedException {
    DataFolder folder = DataFolder.open(data); // its lock ends with the process
    String password = folder.databasePassword();
    EmbeddedPostgres postgres =
        new EmbeddedPostgres(
            binaries, folder.resolve("postgres"), folder.resolve("postgres.password"));
    Runtime.getRuntime().addShutdownHook(new Thread(postgres::stop, "stop-database"));
    postgres.start();
    System.out.println(postgres.url());
    System.out.println(EmbeddedPostgres.USER);
    System.out.println(password);
    new CountDownLatch(1).await(); // until a signal ends the process
  }
}
