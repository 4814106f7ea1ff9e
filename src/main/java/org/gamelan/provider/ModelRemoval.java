package org.gamelan.provider;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What goes with an alias or one of its versions, and who names that. */
final class ModelRemoval {
  private static final int MOST_NAMED = 10;

  private final List<Model> gone;
  private final Set<String> names = new HashSet<>();
  private final boolean whole;

  /**
   * @param alias what somebody wants to go, with or without a version
   * @param named the version it stands for
   * @param versions all of its alias
   */
  ModelRemoval(String alias, Model named, List<Model> versions) {
    gone = alias.contains("@") ? List.of(named) : versions;
    whole = gone.size() == versions.size();
    gone.forEach(model -> names.add(exact(model)));
    if (whole) {
      names.add(named.name());
    }
  }

  /** The versions that go. */
  List<Model> gone() {
    return gone;
  }

  /** Whether nothing is left of the alias. */
  boolean isWhole() {
    return whole;
  }

  /**
   * Who names what goes, for a sentence: the first of them and the number of the others.
   *
   * @param models every version of every alias
   * @param uses what names models besides them
   * @return empty when nobody does
   */
  String users(Collection<Model> models, Collection<ModelUse> uses) {
    Set<String> newest = new HashSet<>();
    Stream<String> chains =
        models.stream()
            // The newest version of an alias comes first.
            .map(model -> new Chain(model, newest.add(model.name())))
            .filter(chain -> chain.model().fallbacks().stream().anyMatch(names::contains))
            .filter(chain -> !names.contains(exact(chain.model())))
            .map(Chain::words);
    Stream<String> others =
        uses.stream().filter(use -> names.contains(use.model())).map(ModelUse::user);
    return sentence(Stream.concat(others, chains).distinct().sorted().toList());
  }

  private record Chain(Model model, boolean newest) {
    String words() {
      return "the alias '" + (newest ? model.name() : exact(model)) + "'";
    }
  }

  private static String sentence(List<String> users) {
    if (users.size() > MOST_NAMED) {
      return "%s and %d more"
          .formatted(String.join(", ", users.subList(0, MOST_NAMED)), users.size() - MOST_NAMED);
    }
    int last = users.size() - 1;
    return last < 1
        ? String.join("", users)
        : users.stream().limit(last).collect(Collectors.joining(", ")) + " and " + users.get(last);
  }

  private static String exact(Model model) {
    return model.name() + "@" + model.number();
  }
}
