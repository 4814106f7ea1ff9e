package org.gamelan.agent;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.gamelan.failure.FieldError;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.manifest.Position;
import org.gamelan.manifest.Problems;
import org.gamelan.manifest.Rule;
import org.gamelan.provider.Models;

/** Finds the agents that beans and producer methods define by {@link RegisterAgent}. */
@ApplicationScoped
public class AnnotatedAgents {
  private final Supplier<Map<String, Supplier<AgentBuilder>>> makers;
  private final AgentBuilder.ModelLookup models;

  protected AnnotatedAgents() {
    this(null, null);
  }

  @Inject
  public AnnotatedAgents(
      @RegisterAgent Instance<AgentFactory> factories,
      @RegisterAgent Instance<AgentBuilder> builders,
      @RegisterAgent Instance<AgentDefinition> definitions,
      Models models) {
    this(
        () -> {
          Map<String, Supplier<AgentBuilder>> all = new TreeMap<>();
          collect(factories, AgentFactory::define, all);
          collect(builders, builder -> builder, all);
          collect(definitions, made -> AgentBuilder.copy(made, made.name()), all);
          return all;
        },
        models::aliasOf);
  }

  /**
   * @param makers what makes each builder, by the place it is written at
   */
  AnnotatedAgents(
      Supplier<Map<String, Supplier<AgentBuilder>>> makers, AgentBuilder.ModelLookup models) {
    this.makers = makers;
    this.models = models;
  }

  private static <T> void collect(
      Instance<T> instances,
      Function<T, AgentBuilder> define,
      Map<String, Supplier<AgentBuilder>> all) {
    for (Instance.Handle<T> handle : instances.handles()) {
      String place = handle.getBean().getBeanClass().getName();
      String unique = place;
      for (int n = 2; all.containsKey(unique); n++) {
        unique = place + "#" + n;
      }
      all.put(unique, () -> made(handle, define));
    }
  }

  private static <T> AgentBuilder made(
      Instance.Handle<T> handle, Function<T, AgentBuilder> define) {
    AgentBuilder builder = define.apply(handle.get());
    if (handle.getBean().getScope() == jakarta.enterprise.context.Dependent.class) {
      handle.destroy();
    }
    return builder;
  }

  /** The sound ones, in the order of their places; what is wrong with others is told. */
  public List<AgentDefinition> find(Problems problems) {
    List<AgentDefinition> found = new ArrayList<>();
    makers.get().forEach((place, maker) -> make(place, maker, found, problems));
    return found;
  }

  private void make(
      String place, Supplier<AgentBuilder> maker, List<AgentDefinition> found, Problems problems) {
    try {
      AgentBuilder builder = maker.get();
      if (builder == null) {
        problems.error(
            place, Position.START, Rule.CREATION_FAILED, "It gives no agent", "return a builder");
        return;
      }
      found.add(builder.from(AgentSource.ANNOTATION, place).build(models));
    } catch (InvalidInputException e) {
      for (FieldError error : e.errors()) {
        problems.error(
            place, Position.START, Rule.TYPE, error.field() + ": " + error.message(), null);
      }
    } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
      // Whatever its author did, the server goes on without this agent.
      problems.error(
          place,
          Position.START,
          Rule.CREATION_FAILED,
          "It could not be made: " + e.getClass().getSimpleName() + ": " + e.getMessage(),
          "look at the stack trace in the log");
      System.getLogger(AnnotatedAgents.class.getName())
          .log(System.Logger.Level.WARNING, "The agent of " + place + " could not be made", e);
    }
  }
}
