package org.gamelan.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.gamelan.engine.GraphParts.Ask;
import org.gamelan.engine.GraphParts.Choice;
import org.gamelan.engine.GraphParts.Exit;
import org.gamelan.engine.GraphParts.Fork;
import org.gamelan.engine.GraphParts.Leaf;
import org.gamelan.engine.GraphParts.Loop;
import org.gamelan.engine.GraphParts.Part;
import org.gamelan.engine.GraphParts.Row;
import org.gamelan.engine.GraphParts.Sub;
import org.gamelan.failure.FailureKind;
import org.gamelan.json.Json;
import org.gamelan.workflow.Edge;
import org.gamelan.workflow.InvalidOutputPolicy;
import org.gamelan.workflow.PipelineDefinition;
import org.gamelan.workflow.RetryPolicy;
import org.gamelan.workflow.StageDefinition;
import org.gamelan.workflow.StageKind;
import org.gamelan.workflow.WorkflowBundle;
import org.gamelan.workflow.WorkflowDefinition;

/** Makes random graphs, as parts for the model and as blueprints for the engine. */
final class Graphs {
  static final int ATTEMPTS = 2;

  private static final RetryPolicy RETRY =
      new RetryPolicy(ATTEMPTS, Duration.ZERO, 1, Duration.ZERO, Set.of(FailureKind.TIMEOUT));

  private static RetryPolicy passes(int most) {
    return new RetryPolicy(most, Duration.ZERO, 1, Duration.ZERO, Set.of(FailureKind.values()));
  }

  private final Random random;
  private final Map<String, WorkflowBundle> workflows = new LinkedHashMap<>();
  private final Map<String, PipelineDefinition> pipelines = new LinkedHashMap<>();
  private int count;

  private Graphs(Random random) {
    this.random = random;
  }

  /**
   * A graph both ways.
   *
   * @param asks the stages in which people decide, by their names
   */
  record Graph(Row row, Blueprint blueprint, Map<String, Ask> asks) {}

  static Graph random(Random random) {
    return new Graphs(random).make();
  }

  private Graph make() {
    Scope scope = new Scope("main");
    List<Part> parts = new ArrayList<>(parts(scope, "", 3, 1));
    Row row = new Row(parts);
    WorkflowBundle bundle = scope.bundle(row);
    Catalogue catalogue = new Catalogue(workflows, pipelines, Map.of(), Map.of(), List.of());
    Blueprint blueprint = SubWorkflows.unfold(catalogue, bundle, bundle.workflow());
    return new Graph(scope.whole, blueprint, asks);
  }

  private String name(String kind) {
    return kind + ++count;
  }

  private String maybe(String kind, int percent) {
    return random.nextInt(100) < percent ? name(kind) : null;
  }

  private List<Part> parts(Scope scope, String prefix, int depth, int least) {
    List<Part> parts = new ArrayList<>();
    int size = least + random.nextInt(depth == 0 ? 2 : 3);
    for (int i = 0; i < size; i++) {
      parts.add(part(scope, prefix, depth));
    }
    return parts;
  }

  private Part part(Scope scope, String prefix, int depth) {
    int kind = random.nextInt(depth == 0 ? 50 : 100);
    if (kind < 23) {
      String handler = maybe("h", 50);
      return new Leaf(
          prefix + name("a"), handler == null ? null : prefix + handler, random.nextInt(3) == 0);
    } else if (kind < 32) {
      return ask(prefix);
    } else if (kind < 42) {
      Boolean decided = random.nextBoolean() ? random.nextBoolean() : null;
      return new Choice(prefix + name("d"), prefix + name("p"), prefix + name("q"), decided);
    } else if (kind < 50) {
      Exit exit = new Exit(prefix + name("e"), prefix + name("quit"));
      scope.ends.add(Branch.local(exit.quit()));
      return exit;
    } else if (kind < 62) {
      Row body = new Row(parts(scope, prefix, depth - 1, 1));
      return new Loop(body, prefix + name("c"), 1 + random.nextInt(2), random.nextBoolean());
    } else if (kind < 90) {
      return fork(scope, prefix, depth);
    }
    return sub(prefix, depth);
  }

  private Ask ask(String prefix) {
    boolean ways = random.nextBoolean();
    String handler = maybe("h", 50);
    ExpiryAction[] actions = ExpiryAction.values();
    Ask ask =
        new Ask(
            prefix + name("o"),
            ways ? prefix + name("y") : null,
            ways ? prefix + name("n") : null,
            handler == null ? null : prefix + handler,
            actions[random.nextInt(actions.length)]);
    asks.put(ask.name(), ask);
    return ask;
  }

  private Fork fork(Scope scope, String prefix, int depth) {
    int size = 1 + random.nextInt(4);
    List<Row> branches = new ArrayList<>();
    List<Boolean> taken = new ArrayList<>();
    boolean direct = false;
    for (int i = 0; i < size; i++) {
      boolean empty = !direct && random.nextInt(8) == 0;
      direct |= empty;
      branches.add(new Row(empty ? List.of() : parts(scope, prefix, depth - 1, 1)));
      taken.add(random.nextInt(10) > 0);
    }
    String handler = maybe("h", 40);
    return new Fork(
        prefix + name("f"),
        branches,
        taken,
        prefix + name("j"),
        random.nextInt(3) == 0 ? 1 + random.nextInt(size) : 0,
        random.nextBoolean(),
        handler == null ? null : prefix + handler);
  }

  private Sub sub(String prefix, int depth) {
    String name = prefix + name("s");
    Scope scope = new Scope("p" + ++count);
    Row row = new Row(parts(scope, name + ".", depth - 1, 1));
    WorkflowBundle bundle = scope.bundle(row);
    workflows.put(scope.name, bundle);
    pipelines.put(
        scope.name,
        new PipelineDefinition(scope.name, scope.name, null, List.of(), List.of(), null, 0, false));
    String handler = maybe("h", 40);
    subs.put(Branch.local(name), scope.name);
    return new Sub(
        name, scope.whole, handler == null ? null : prefix + handler, 1 + random.nextInt(3));
  }

  private final Map<String, String> subs = new LinkedHashMap<>();
  private final Map<String, Ask> asks = new LinkedHashMap<>();

  /** The stage a part begins with; a sub-workflow with its own first stage. */
  static String first(Part part) {
    if (part instanceof Leaf leaf) {
      return leaf.name();
    } else if (part instanceof Row row) {
      return first(row.parts().get(0));
    } else if (part instanceof Choice choice) {
      return choice.name();
    } else if (part instanceof Ask ask) {
      return ask.name();
    } else if (part instanceof Exit exit) {
      return exit.name();
    } else if (part instanceof Loop loop) {
      return first(loop.body());
    } else if (part instanceof Fork fork) {
      return fork.name();
    }
    return ((Sub) part).name();
  }

  /** One workflow under construction: its names are local. */
  private final class Scope {
    private final String name;
    private final List<Edge> edges = new ArrayList<>();
    private final Map<String, StageDefinition> stages = new LinkedHashMap<>();
    private final List<String> ends = new ArrayList<>();
    private Row whole;

    Scope(String name) {
      this.name = name;
    }

    WorkflowBundle bundle(Row row) {
      String prefix = Branch.scope(first(row));
      Leaf last = new Leaf(prefix + name("results"), null, false);
      List<Part> parts = new ArrayList<>(row.parts());
      parts.add(last);
      whole = new Row(parts);
      ends.add(Branch.local(last.name()));
      String start = emit(row, Branch.local(last.name()));
      agent(last.name());
      WorkflowDefinition workflow = new WorkflowDefinition(name, 1, start, edges, ends);
      return new WorkflowBundle(workflow, stages, List.of(), Map.of());
    }

    private String emit(Part part, String next) {
      if (part instanceof Row row) {
        String at = next;
        for (int i = row.parts().size() - 1; i >= 0; i--) {
          at = emit(row.parts().get(i), at);
        }
        return at;
      } else if (part instanceof Leaf leaf) {
        String stage = agent(leaf.name());
        plain(stage, next);
        onError(stage, leaf.handler(), next, leaf.late() ? Set.of(FailureKind.TIMEOUT) : Set.of());
        return stage;
      } else if (part instanceof Choice choice) {
        String stage = choice.decided() == null ? agent(choice.name()) : decision(choice);
        String good = choice.decided() == null ? ".good}" : ".value == 'good'}";
        when(stage, agent(choice.good()), "#{outputs." + stage + good, null);
        plain(stage, agent(choice.bad()));
        plain(Branch.local(choice.good()), next);
        plain(Branch.local(choice.bad()), next);
        return stage;
      } else if (part instanceof Ask ask) {
        return ask(ask, next);
      } else if (part instanceof Exit exit) {
        String stage = agent(exit.name());
        when(stage, agent(exit.quit()), "#{outputs." + stage + ".good}", null);
        plain(stage, next);
        return stage;
      } else if (part instanceof Loop loop) {
        String check = agent(loop.check());
        String first = emit(loop.body(), check);
        when(check, first, "#{not outputs." + check + ".good}", loop.most());
        if (loop.exhausted()) {
          edges.add(new Edge(check, next, null, null, true, false, Set.of()));
        }
        plain(check, next);
        return first;
      } else if (part instanceof Fork fork) {
        return fork(fork, next);
      }
      Sub sub = (Sub) part;
      String stage = Branch.local(sub.name());
      stage(
          stage,
          StageKind.PIPELINE,
          Json.object().put("pipeline", subs.get(stage)),
          passes(sub.passes()));
      plain(stage, next);
      onError(stage, sub.handler(), next, Set.of());
      return stage;
    }

    private String ask(Ask ask, String next) {
      String stage = Branch.local(ask.name());
      ObjectNode settings = Json.object().put("expires", "1h");
      settings.put("onExpiry", ask.expiry().id()).putArray("escalateTo").add("admin");
      stage(stage, StageKind.APPROVAL, settings);
      if (ask.yes() == null) {
        plain(stage, next);
      } else {
        when(stage, agent(ask.yes()), "#{outputs." + stage + ".decision == 'approve'}", null);
        plain(stage, agent(ask.no()));
        plain(Branch.local(ask.yes()), next);
        plain(Branch.local(ask.no()), next);
      }
      onError(stage, ask.handler(), next, Set.of());
      return stage;
    }

    private String fork(Fork fork, String next) {
      String stage = Branch.local(fork.name());
      String join = Branch.local(fork.join());
      stage(
          stage,
          StageKind.FORK,
          Json.object().put("onFailure", fork.goesOn() ? "continue" : "fail"));
      var settings = Json.object().put("of", stage);
      if (fork.need() > 0) {
        settings.put("wait", fork.need());
      }
      stage(join, StageKind.JOIN, settings);
      for (int i = 0; i < fork.branches().size(); i++) {
        String first = emit(fork.branches().get(i), join);
        when(stage, first, fork.taken().get(i) ? "#{1 == 1}" : "#{1 == 2}", null);
      }
      plain(join, next);
      onError(stage, fork.handler(), next, Set.of());
      return stage;
    }

    private void plain(String from, String to) {
      edges.add(Edge.plain(from, to));
    }

    private void when(String from, String to, String condition, Integer revise) {
      edges.add(new Edge(from, to, condition, revise, false, false, Set.of()));
    }

    private void onError(String from, String handler, String next, Set<FailureKind> kinds) {
      if (handler != null) {
        String stage = agent(handler);
        edges.add(new Edge(from, stage, null, null, false, true, kinds));
        plain(stage, next);
      }
    }

    private String agent(String global) {
      String stage = Branch.local(global);
      stage(stage, StageKind.AGENT, Json.object());
      return stage;
    }

    /** Its value is written into it, so that a stage done twice decides the same. */
    private String decision(Choice choice) {
      String stage = Branch.local(choice.name());
      String value = "#{" + choice.decided() + " ? 'good' : 'bad'}";
      stage(stage, StageKind.DECISION, Json.object().put("value", value));
      return stage;
    }

    private void stage(String stage, StageKind kind, JsonNode settings) {
      stage(stage, kind, settings, RETRY);
    }

    private void stage(String stage, StageKind kind, JsonNode settings, RetryPolicy retry) {
      stages.put(
          stage,
          new StageDefinition(
              stage,
              kind,
              null,
              null,
              null,
              null,
              null,
              Duration.ofMinutes(1),
              retry,
              InvalidOutputPolicy.DEFAULT,
              settings));
    }
  }
}
