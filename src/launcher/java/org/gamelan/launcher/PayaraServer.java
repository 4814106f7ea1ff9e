package org.gamelan.launcher;

import fish.payara.micro.BootstrapException;
import fish.payara.micro.ClusterCommandResult;
import fish.payara.micro.boot.AdminCommandRunner;
import fish.payara.micro.boot.PayaraMicroBoot;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Payara Micro inside this process. It keeps deployments and pools in its instance folder, so each
 * start gets a pristine one; whatever fails while it boots is told, not only logged.
 */
final class PayaraServer {

  private static final String IMPLEMENTATION = "fish.payara.micro.impl.PayaraMicroImpl";
  private static final String APPLICATION = "gamelan";
  private static final String LISTENER =
      "configs.config.server-config.network-config.network-listeners.network-listener.http-listener";
  private static final String HTTP =
      "configs.config.server-config.network-config.protocols.protocol.http-listener.http";
  private static final String BEANS = "configs.config.server-config.ejb-container";
  private static final String OWN_JOBS =
      "configs.config.server-config.payara-executor-service-configuration";
  private static final String OUR_JOBS =
      "resources.managed-executor-service.concurrent/__defaultManagedExecutorService";
  private static final String REQUEST_THREADS =
      "configs.config.server-config.thread-pools.thread-pool.http-thread-pool";

  private final ServerSettings settings;
  private final Path distribution;
  private final Path instance;

  PayaraServer(ServerSettings settings, Path instance) {
    this.settings = settings;
    this.distribution = settings.home().resolve("payara");
    this.instance = instance;
  }

  /**
   * Boots the server, runs the commands that make the resources, deploys the application.
   *
   * @param variables what {@code @NAME@} stands for in the command and logging files
   * @throws StartupException when any of it fails
   */
  void start(Map<String, String> variables) {
    try {
      prepareInstance(variables);
      System.setProperty(
          "fish.payara.micro.BootJar", distribution.resolve("launch-micro.jar").toUri().toString());
      System.setProperty("fish.payara.micro.UnpackDir", distribution.toString());
      PayaraMicroBoot boot = implementation();
      List<String> failures = new ArrayList<>();
      boot.setPreBootHandler(runner -> run(runner, preBoot(), failures));
      boot.setPostBootHandler(runner -> run(runner, commands(variables), failures));
      main(arguments());
      AddressFilter.install();
      if (failures.isEmpty()) {
        boot.getRuntime().deploy(APPLICATION, "/", war());
        if (!boot.getRuntime().getDeployedApplicationNames().contains(APPLICATION)) {
          failures.add("The application was not deployed.");
        }
      }
      if (!failures.isEmpty()) {
        failures.addAll(ErrorCollector.messages());
        failures.add("The whole log: " + Path.of(variables.get("logs"), "server.log"));
        throw new StartupException("The server did not start:\n  " + String.join("\n  ", failures));
      }
    } catch (IOException e) {
      throw new StartupException(
          "The server's folder " + instance + " cannot be written: " + e.getMessage() + ".", e);
    }
  }

  /** Waits until the server's own shutdown hook has ended, so that the database may stop. */
  static void awaitStop() {
    try {
      for (int tries = 0; tries < 50; tries++) {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
          if (thread.getName().equals("Payara Micro Shutdown Hook")) {
            thread.join(60_000);
            return;
          }
        }
        Thread.sleep(10);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private File war() {
    return settings.home().resolve("gamelan.war").toFile();
  }

  private void prepareInstance(Map<String, String> variables) throws IOException {
    Folders.delete(instance);
    DataFolder.createPrivate(instance);
    for (String part : List.of("config", "lib", "docroot")) {
      Folders.copy(distribution.resolve(part), instance.resolve(part));
    }
    Files.writeString(
        instance.resolve("config").resolve("logging.properties"),
        filled("logging.properties", variables));
    Files.createDirectories(Path.of(variables.get("logs")));
  }

  private List<String> arguments() {
    return List.of(
        "--rootdir",
        instance.toString(),
        "--nohazelcast",
        "--disablephonehome",
        "--port",
        Integer.toString(settings.port()));
  }

  private List<String> preBoot() {
    List<String> commands = new ArrayList<>(limits());
    if (RequestThreads.isUseful()) {
      commands.add("set " + REQUEST_THREADS + ".classname=" + RequestThreads.class.getName());
    }
    return commands;
  }

  private List<String> limits() {
    return List.of(
        "set " + LISTENER + ".address=" + settings.host(),
        // Timers and little else are theirs. What they do ends soon, and so may their threads.
        "set " + BEANS + ".property.thread-core-pool-size=1",
        "set " + BEANS + ".property.allow-core-thread-timeout=true",
        "set " + BEANS + ".property.thread-keep-alive-seconds=20",
        "set " + OWN_JOBS + ".thread-pool-executor-core-pool-size=0",
        "set " + OWN_JOBS + ".thread-pool-executor-queue-size=0",
        "set " + OWN_JOBS + ".thread-pool-executor-keep-alive-time-unit=SECONDS",
        "set " + OWN_JOBS + ".thread-pool-executor-keep-alive-time=20",
        "set " + OWN_JOBS + ".scheduled-thread-pool-executor-core-pool-size=1",
        "set " + OUR_JOBS + ".keep-alive-seconds=20",
        // What is larger than the application takes still reaches it, to be told so.
        "set " + HTTP + ".header-buffer-length-bytes=65536",
        "set " + HTTP + ".max-request-headers=500",
        "set " + REQUEST_THREADS + ".max-thread-pool-size=" + requestThreads(),
        "set configs.config.server-config.admin-service.jmx-connector.system.enabled=false");
  }

  /** No request waits for a model, so a few threads for each processor answer them all. */
  private static int requestThreads() {
    return Math.max(24, 8 * Runtime.getRuntime().availableProcessors());
  }

  private List<String> commands(Map<String, String> variables) {
    try {
      return filled("resources.txt", variables)
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new StartupException("The boot commands cannot be read: " + e.getMessage() + ".", e);
    }
  }

  private String filled(String name, Map<String, String> variables) throws IOException {
    String text = Files.readString(settings.home().resolve("server-config").resolve(name));
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      text = text.replace("@" + variable.getKey() + "@", variable.getValue());
    }
    return text;
  }

  private static void run(AdminCommandRunner runner, List<String> lines, List<String> failures) {
    for (String line : lines) {
      String[] words = line.split("\\s+");
      ClusterCommandResult result =
          runner.run(words[0], java.util.Arrays.copyOfRange(words, 1, words.length));
      if (result.getExitStatus() == ClusterCommandResult.ExitStatus.FAILURE) {
        Throwable cause = result.getFailureCause();
        failures.add(words[0] + ": " + result.getOutput() + (cause == null ? "" : " " + cause));
        return;
      }
    }
  }

  private static PayaraMicroBoot implementation() {
    return (PayaraMicroBoot) invoke("getInstance", new Class<?>[0]);
  }

  private static void main(List<String> arguments) {
    invoke("main", new Class<?>[] {String[].class}, (Object) arguments.toArray(String[]::new));
  }

  /** The implementation is inside the distribution that is unpacked at build time. */
  private static Object invoke(String method, Class<?>[] types, Object... arguments) {
    try {
      return Class.forName(IMPLEMENTATION).getMethod(method, types).invoke(null, arguments);
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause() instanceof BootstrapException ? e.getCause() : e;
      // What it throws says only that it failed; the reason is in its log.
      List<String> said = new ArrayList<>(List.of("Payara Micro did not start:"));
      said.add(cause.getMessage());
      said.addAll(ErrorCollector.messages());
      throw new StartupException(String.join("\n  ", said), cause);
    } catch (ReflectiveOperationException e) {
      throw new StartupException("Payara Micro is not on the class path.", e);
    }
  }
}
