package org.gamelan.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gamelan.engine.GraphParts.Ask;
import org.gamelan.engine.GraphParts.Choice;
import org.gamelan.engine.GraphParts.End;
import org.gamelan.engine.GraphParts.Exit;
import org.gamelan.engine.GraphParts.Fork;
import org.gamelan.engine.GraphParts.Leaf;
import org.gamelan.engine.GraphParts.Loop;
import org.gamelan.engine.GraphParts.Part;
import org.gamelan.engine.GraphParts.Row;
import org.gamelan.engine.GraphParts.Sub;

/**
 * What graphs mean, told once more without slots, rows or edges: a graph is made of parts, and each
 * part under way knows which of its stages are open and what their ends make of it.
 */
final class GraphModel {
  /** How a part under way stands; ENDED is an end stage that was reached before the last one. */
  enum Result {
    OPEN,
    DONE,
    FAILED,
    ENDED
  }

  private final Live all;
  private final Map<String, Integer> revised = new HashMap<>();
  private Result result;

  GraphModel(Row row) {
    all = live(row, "");
    result = all.begin();
  }

  Result result() {
    return result;
  }

  /** What is open, as {@code branch:stage}. */
  List<String> open() {
    List<String> open = new ArrayList<>();
    if (result == Result.OPEN) {
      all.open(open);
    }
    return open.stream().sorted().toList();
  }

  void ended(String branch, String stage, End end) {
    result = all.ended(branch + ":" + stage, end);
  }

  /** What became of the branches of the fork whose join is open. */
  Map<String, String> branchesAt(String branch, String join) {
    return all.branchesAt(branch + ":" + join);
  }

  private abstract static class Live {
    abstract Result begin();

    abstract void open(List<String> into);

    abstract Result ended(String which, End end);

    boolean has(String which) {
      List<String> open = new ArrayList<>();
      open(open);
      return open.contains(which);
    }

    Map<String, String> branchesAt(String join) {
      return null;
    }
  }

  private Live live(Part part, String branch) {
    if (part instanceof Leaf leaf) {
      return new LiveLeaf(branch, leaf);
    } else if (part instanceof Row row) {
      return new LiveRow(branch, row);
    } else if (part instanceof Choice choice) {
      return new LiveChoice(branch, choice);
    } else if (part instanceof Ask ask) {
      return new LiveAsk(branch, ask);
    } else if (part instanceof Exit exit) {
      return new LiveExit(branch, exit);
    } else if (part instanceof Loop loop) {
      return new LiveLoop(branch, loop);
    } else if (part instanceof Fork fork) {
      return new LiveFork(branch, fork);
    }
    return new LiveSub(branch, (Sub) part);
  }

  /** At one stage after another, none of which has anything inside. */
  private abstract static class LiveStages extends Live {
    private final String branch;
    private String at;

    LiveStages(String branch, String first) {
      this.branch = branch;
      this.at = first;
    }

    @Override
    Result begin() {
      return Result.OPEN;
    }

    @Override
    void open(List<String> into) {
      into.add(branch + ":" + at);
    }

    @Override
    Result ended(String which, End end) {
      return end.isFailure() ? failed(at, end) : after(at, end);
    }

    Result failed(String stage, End end) {
      return Result.FAILED;
    }

    abstract Result after(String stage, End end);

    Result goOn(String stage) {
      at = stage;
      return Result.OPEN;
    }
  }

  private static final class LiveLeaf extends LiveStages {
    private final Leaf leaf;

    LiveLeaf(String branch, Leaf leaf) {
      super(branch, leaf.name());
      this.leaf = leaf;
    }

    @Override
    Result failed(String stage, End end) {
      boolean taken = leaf.handler() != null && (!leaf.late() || end == End.TIMED_OUT);
      return taken && !stage.equals(leaf.handler()) ? goOn(leaf.handler()) : Result.FAILED;
    }

    @Override
    Result after(String stage, End end) {
      return Result.DONE;
    }
  }

  private final class LiveRow extends Live {
    private final String branch;
    private final Row row;
    private int next;
    private Live now;

    LiveRow(String branch, Row row) {
      this.branch = branch;
      this.row = row;
    }

    @Override
    Result begin() {
      Result result = Result.DONE;
      while (result == Result.DONE && next < row.parts().size()) {
        now = live(row.parts().get(next++), branch);
        result = now.begin();
      }
      return result;
    }

    @Override
    void open(List<String> into) {
      now.open(into);
    }

    @Override
    Result ended(String which, End end) {
      Result result = now.ended(which, end);
      return result == Result.DONE ? begin() : result;
    }

    @Override
    Map<String, String> branchesAt(String join) {
      return now.branchesAt(join);
    }
  }

  private static final class LiveChoice extends LiveStages {
    private final Choice choice;

    LiveChoice(String branch, Choice choice) {
      super(branch, choice.name());
      this.choice = choice;
    }

    @Override
    Result after(String stage, End end) {
      if (!stage.equals(choice.name())) {
        return Result.DONE;
      }
      return goOn(end == End.GOOD ? choice.good() : choice.bad());
    }
  }

  private static final class LiveAsk extends LiveStages {
    private final Ask ask;

    LiveAsk(String branch, Ask ask) {
      super(branch, ask.name());
      this.ask = ask;
    }

    @Override
    Result failed(String stage, End end) {
      boolean taken = ask.handler() != null && stage.equals(ask.name());
      return taken ? goOn(ask.handler()) : Result.FAILED;
    }

    @Override
    Result after(String stage, End end) {
      if (!stage.equals(ask.name()) || ask.yes() == null) {
        return Result.DONE;
      }
      return goOn(end == End.GOOD ? ask.yes() : ask.no());
    }
  }

  private static final class LiveExit extends LiveStages {
    private final Exit exit;

    LiveExit(String branch, Exit exit) {
      super(branch, exit.name());
      this.exit = exit;
    }

    @Override
    Result after(String stage, End end) {
      if (stage.equals(exit.quit())) {
        return Result.ENDED;
      }
      return end == End.BAD ? Result.DONE : goOn(exit.quit());
    }
  }

  private final class LiveLoop extends Live {
    private final String branch;
    private final Loop loop;
    private Live body;

    LiveLoop(String branch, Loop loop) {
      this.branch = branch;
      this.loop = loop;
    }

    @Override
    Result begin() {
      body = live(loop.body(), branch);
      return body.begin();
    }

    @Override
    void open(List<String> into) {
      if (body == null) {
        into.add(branch + ":" + loop.check());
      } else {
        body.open(into);
      }
    }

    @Override
    Map<String, String> branchesAt(String join) {
      return body == null ? null : body.branchesAt(join);
    }

    @Override
    Result ended(String which, End end) {
      if (body != null) {
        Result result = body.ended(which, end);
        if (result == Result.DONE) {
          body = null;
          return Result.OPEN;
        }
        return result;
      }
      if (end.isFailure()) {
        return Result.FAILED;
      }
      if (end == End.GOOD) {
        return Result.DONE;
      }
      int times = revised.merge(branch + ":" + loop.check(), 1, Integer::sum);
      if (times <= loop.most()) {
        return begin();
      }
      return loop.exhausted() ? Result.DONE : Result.FAILED;
    }
  }

  private final class LiveFork extends Live {
    private final String branch;
    private final Fork fork;
    private final Map<String, Live> open = new LinkedHashMap<>();
    private final Map<String, String> told = new LinkedHashMap<>();
    private String at;

    LiveFork(String branch, Fork fork) {
      this.branch = branch;
      this.fork = fork;
      this.at = fork.name();
    }

    @Override
    Result begin() {
      return Result.OPEN;
    }

    @Override
    void open(List<String> into) {
      if (at != null) {
        into.add(branch + ":" + at);
      }
      open.values().forEach(live -> live.open(into));
    }

    @Override
    Map<String, String> branchesAt(String join) {
      if (join.equals(branch + ":" + fork.join())) {
        return told;
      }
      for (Live live : open.values()) {
        Map<String, String> found = live.branchesAt(join);
        if (found != null) {
          return found;
        }
      }
      return null;
    }

    @Override
    Result ended(String which, End end) {
      if (at == null) {
        return branchEnded(which, end);
      }
      if (at.equals(fork.name()) && !end.isFailure()) {
        return part();
      }
      return end.isFailure() ? Result.FAILED : Result.DONE;
    }

    private Result part() {
      if (!fork.taken().contains(true)) {
        return Result.FAILED;
      }
      at = null;
      Set<String> names = new java.util.HashSet<>();
      for (int i = 0; i < fork.branches().size(); i++) {
        if (!fork.taken().get(i)) {
          continue;
        }
        Row row = fork.branches().get(i);
        String first = row.parts().isEmpty() ? fork.join() : Graphs.first(row.parts().get(0));
        String name = Branch.local(first);
        for (int n = 2; !names.add(name); n++) {
          name = Branch.local(first) + "~" + n;
        }
        told.put(name, "cancelled");
        if (row.parts().isEmpty()) {
          told.put(name, "succeeded");
        } else {
          String path = (branch.isEmpty() ? "" : branch + "/") + fork.name() + "/" + name;
          Live live = live(row, path);
          live.begin();
          open.put(name, live);
        }
      }
      return look();
    }

    private Result branchEnded(String which, End end) {
      String name =
          open.entrySet().stream()
              .filter(entry -> entry.getValue().has(which))
              .map(Map.Entry::getKey)
              .findFirst()
              .orElseThrow(() -> new AssertionError(which + " is not open"));
      Result result = open.get(name).ended(which, end);
      if (result == Result.OPEN) {
        return Result.OPEN;
      }
      if (result == Result.ENDED) {
        return Result.ENDED;
      }
      open.remove(name);
      told.put(name, result == Result.DONE ? "succeeded" : "failed");
      if (result == Result.FAILED && !fork.goesOn()) {
        open.clear();
        at = fork.handler();
        return at == null ? Result.FAILED : Result.OPEN;
      }
      return look();
    }

    private Result look() {
      long good = told.values().stream().filter("succeeded"::equals).count();
      long bad = told.values().stream().filter("failed"::equals).count();
      int need = fork.need() == 0 ? told.size() : Math.min(fork.need(), told.size());
      boolean enough = fork.need() > 0 && good >= need;
      boolean hopeless = fork.need() > 0 && told.size() - bad < need;
      if (good + bad == told.size() || enough || hopeless) {
        open.clear();
        at = fork.join();
      }
      return Result.OPEN;
    }
  }

  private final class LiveSub extends Live {
    private final String branch;
    private final Sub sub;
    private Live row;
    private String at;
    private int pass = 1;

    LiveSub(String branch, Sub sub) {
      this.branch = branch;
      this.sub = sub;
    }

    @Override
    Result begin() {
      row = live(sub.row(), branch);
      return row.begin();
    }

    @Override
    void open(List<String> into) {
      if (at == null) {
        row.open(into);
      } else {
        into.add(branch + ":" + at);
      }
    }

    @Override
    Map<String, String> branchesAt(String join) {
      return at == null ? row.branchesAt(join) : null;
    }

    @Override
    Result ended(String which, End end) {
      if (at != null) {
        return end.isFailure() ? Result.FAILED : Result.DONE;
      }
      Result result = row.ended(which, end);
      if (result == Result.FAILED && pass < sub.passes()) {
        pass++;
        return begin();
      }
      if (result == Result.FAILED) {
        at = sub.handler();
        return at == null ? Result.FAILED : Result.OPEN;
      }
      if (result == Result.DONE || result == Result.ENDED) {
        at = sub.name();
      }
      return Result.OPEN;
    }
  }
}
