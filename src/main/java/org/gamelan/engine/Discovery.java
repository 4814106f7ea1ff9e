package org.gamelan.engine;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gamelan.agent.AdminAgents;
import org.gamelan.agent.AgentDefinition;
import org.gamelan.agent.AgentEntry;
import org.gamelan.agent.AgentFileCache;
import org.gamelan.agent.AgentRegistry;
import org.gamelan.agent.AgentsReloaded;
import org.gamelan.agent.AnnotatedAgents;
import org.gamelan.agent.ConfiguredAgents;
import org.gamelan.agent.FoundAgent;
import org.gamelan.config.AgentConfig;
import org.gamelan.config.ManifestConfig;
import org.gamelan.manifest.AgentFolders;
import org.gamelan.manifest.Problem;
import org.gamelan.manifest.Problems;
import org.gamelan.manifest.Rule;
import org.gamelan.provider.Models;
import org.gamelan.provider.ProvidersChanged;
import org.gamelan.tool.ToolDefinition;
import org.gamelan.tool.Tools;

/**
 * Looks for definitions of all kinds: manifests, and agents of beans, files and settings. What it
 * found last is in force until it looks again, which swaps one snapshot; in the development profile
 * it looks by itself when a file changed.
 */
@ApplicationScoped
public class Discovery {
  private static final Logger LOG = Logger.getLogger(Discovery.class.getName());

  /** What an administrator's agent may mend. */
  private static final Set<Rule> FOLLOWED =
      EnumSet.of(Rule.UNKNOWN_AGENT, Rule.DUPLICATE, Rule.FALLBACK_CYCLE);

  private final ManifestConfig config;
  private final AgentConfig agentConfig;
  private final AgentRegistry agents;
  private final AdminAgents admins;
  private final AnnotatedAgents annotated;
  private final ConfiguredAgents configured;
  private final Tools tools;
  private final Models models;
  private final StageExecution execution;
  private final Clock clock;
  private AgentFileCache cache;
  private final ManifestWatch watch;
  private volatile Catalogue catalogue = Catalogue.EMPTY;
  private volatile Set<String> aliases = Set.of();
  private volatile DiscoveryReport report = DiscoveryReport.EMPTY;
  private volatile long readable;
  private volatile Map<String, String> adminFallbacks = Map.of();
  private final Semaphore following = new Semaphore(1);

  private final CountDownLatch first = new CountDownLatch(1);
  private volatile boolean running;
  private boolean stopped;
  private ScheduledFuture<?> looking;

  @Resource private ManagedScheduledExecutorService executor;
  @Inject private Event<DefinitionsRead> news;

  protected Discovery() {
    this(null, null, null, null, null, null, null, null, null, Clock.systemUTC());
  }

  @Inject
  public Discovery(
      ManifestConfig config,
      AgentConfig agentConfig,
      AgentRegistry agents,
      AdminAgents admins,
      AnnotatedAgents annotated,
      ConfiguredAgents configured,
      Tools tools,
      Models models,
      StageExecution execution,
      Clock clock) {
    this.config = config;
    this.agentConfig = agentConfig;
    this.agents = agents;
    this.admins = admins;
    this.annotated = annotated;
    this.configured = configured;
    this.tools = tools;
    this.models = models;
    this.execution = execution;
    this.clock = clock;
    this.cache = new AgentFileCache(clock);
    this.watch = new ManifestWatch(config, agentConfig);
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object started, EarlyReading early) {
    readFirst(early);
    EarlyReading.kept(agentConfig).ifPresent(file -> executor.execute(() -> keep(file)));
    if (agentConfig.development()) {
      lookAfter(ManifestWatch.PAUSE_MILLIS);
    }
  }

  private synchronized void readFirst(EarlyReading early) {
    long begin = System.nanoTime();
    cache = early.cache();
    watch.look();
    reload(begin);
    running = true;
    first.countDown();
  }

  /** Waits until everything was read once after the start; tells whether it was. */
  boolean awaitFirst(Duration limit) throws InterruptedException {
    return first.await(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  private synchronized void keep(Path file) {
    cache.save(file);
  }

  /** Reads again when a file changed, and comes again soon. */
  private void look() {
    try {
      boolean changed = watch.look();
      if (changed || ManifestWatch.readable(report.problems()) != readable) {
        reload();
      }
    } catch (RuntimeException e) {
      // What is in force goes on, and the files are looked at again.
      watch.forget();
      LOG.log(Level.WARNING, "Cannot read changed definitions: {0}", e.getMessage());
    } finally {
      lookAfter(watch.pauseMillis());
    }
  }

  private void lookAfter(long millis) {
    synchronized (watch) {
      if (!stopped) {
        looking = executor.schedule(this::look, millis, TimeUnit.MILLISECONDS);
      }
    }
  }

  @PreDestroy
  void stop() {
    synchronized (watch) {
      stopped = true;
      if (looking != null) {
        looking.cancel(false);
      }
    }
  }

  /** A manifest that names a model is sound as soon as there is one of that name. */
  void modelsChanged(@Observes ProvidersChanged changed) {
    // Not by this thread: it may hold what reading the names of the models waits for.
    executor.execute(this::followModels);
  }

  private synchronized void followModels() {
    // Before the first reading there is nothing to follow.
    if (running && !Set.copyOf(models.aliases()).equals(aliases)) {
      reload();
    }
  }

  /**
   * Whether a file's agent is sound and in force depends on which agents administrators have, and
   * on the fallbacks of those. Outside of development files are read for that only where something
   * waits for it.
   */
  void agentsChanged(@Observes AgentsReloaded changed) {
    if (running
        && (agentConfig.development() || report.problems().stream().anyMatch(Discovery::waits))
        && !fallbacks(ofAdmins()).equals(adminFallbacks)
        && following.tryAcquire()) {
      executor.execute(this::followAgents);
    }
  }

  private static boolean waits(Problem problem) {
    return FOLLOWED.contains(problem.rule());
  }

  private synchronized void followAgents() {
    following.release();
    if (!fallbacks(ofAdmins()).equals(adminFallbacks)) {
      reload();
    }
  }

  /** By name; empty for those that have none. */
  private static Map<String, String> fallbacks(Map<String, AgentDefinition> agents) {
    return agents.values().stream()
        .collect(
            Collectors.toMap(
                AgentDefinition::name, agent -> Objects.requireNonNullElse(agent.fallback(), "")));
  }

  private Map<String, AgentDefinition> ofAdmins() {
    return agents.entries().stream()
        .filter(AgentEntry::isOfAdmin)
        .collect(Collectors.toMap(AgentEntry::name, AgentEntry::definition));
  }

  /** Looks for agents and reads all manifests again; what is broken keeps its last good version. */
  public DiscoveryReport reload() {
    return reload(System.nanoTime());
  }

  private synchronized DiscoveryReport reload(long start) {
    admins.refresh();
    aliases = Set.copyOf(models.aliases());
    Map<String, AgentDefinition> made = ofAdmins();
    adminFallbacks = fallbacks(made);
    Problems problems = new Problems();
    List<Path> paths = AgentPaths.of(agentConfig, config);
    AgentFolders.Listing listing = AgentFolders.look(paths, problems);
    AgentSources sources =
        new AgentSources(
            annotated.find(problems),
            listing.files(),
            listing.unread(),
            configured.read(problems),
            made,
            cache);
    CatalogueReader reader = new CatalogueReader(execution.kinds(), sources, problems);
    Catalogue read = reader.read(config.folders(), outside(), catalogue);
    agents.replaceFound(read.agents().values());
    tools.use(read.tools());
    catalogue = read;
    DiscoveryReport before = report;
    report =
        new DiscoveryReport(
            clock.instant(),
            Stream.concat(config.folders().stream(), paths.stream()).map(Path::toString).toList(),
            agents.entries().size(),
            bySource(),
            sources.files().size(),
            TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start),
            read.problems());
    readable = ManifestWatch.readable(report.problems());
    log(before);
    news.fireAsync(new DefinitionsRead(read));
    return report;
  }

  /** What files of agents say, without putting anything into force. */
  Agents.Found discover(Collection<Path> folders) {
    Problems problems = new Problems();
    AgentSources sources =
        new AgentSources(
            List.of(),
            AgentFolders.list(folders, problems),
            List.of(),
            List.of(),
            ofAdmins(),
            new AgentFileCache(clock));
    Catalogue read =
        new CatalogueReader(execution.kinds(), sources, problems)
            .read(List.of(), outside(), Catalogue.EMPTY);
    return new Agents.Found(
        read.agents().values().stream()
            .filter(agent -> !agent.builtIn())
            .map(FoundAgent::definition)
            .toList(),
        read.problems());
  }

  /** Numbers without separators. */
  private static String text(long number) {
    return Long.toString(number);
  }

  private Map<String, Integer> bySource() {
    return agents.entries().stream()
        .collect(Collectors.toMap(it -> it.definition().source(), it -> 1, Integer::sum));
  }

  private void log(DiscoveryReport before) {
    LOG.log(
        Level.INFO,
        "Found {0} agents ({1}) in {2} files and {3} folders within {4} ms; {5} problems",
        new Object[] {
          text(report.agents()),
          report.bySource().entrySet().stream()
              .map(each -> each.getKey() + " " + each.getValue())
              .collect(Collectors.joining(", ")),
          text(report.files()),
          text(report.paths().size()),
          text(report.durationMs()),
          text(report.problems().size())
        });
    Set<Problem> told = Set.copyOf(before.problems());
    for (Problem problem : report.problems()) {
      if (!told.contains(problem)) {
        LOG.log(problem.isError() ? Level.WARNING : Level.INFO, "{0}", problem);
      }
    }
  }

  /** What the last reading found. */
  public DiscoveryReport report() {
    return report;
  }

  /** The snapshot in force. */
  public Catalogue catalogue() {
    return catalogue;
  }

  /** The names of tools and models that definitions may use. */
  CatalogueReader.Outside outside() {
    return CatalogueReader.Outside.of(
        tools.list().stream().map(ToolDefinition::needs).toList(), aliases);
  }
}
