package org.gamelan.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ConfigurationDocsTest {
  private static final Pattern SETTING =
      Pattern.compile("(?:\"|MPCONFIG=)(gamelan(?:\\.[a-z][a-z0-9-]*)+)[\"}]");
  private static final Pattern VARIABLE = Pattern.compile("GAMELAN_[A-Z0-9_]*[A-Z0-9]\\b");
  private static final Pattern NAMED = Pattern.compile("`(gamelan(?:\\.[a-z][a-z0-9-]*)+)`");
  private static final Set<String> NO_SETTINGS = Set.of("gamelan.war");

  @Test
  void everySettingThatTheCodeReadsIsDescribed() throws IOException {
    String page = Sources.text("docs/configuration.md");
    Set<String> missing = settings();
    missing.removeIf(name -> page.contains("`" + name + "`"));
    assertThat(missing).isEmpty();
  }

  @Test
  void everyVariableThatTheCodeNamesIsDescribed() throws IOException {
    String page = Sources.text("docs/configuration.md");
    Set<String> missing = matches(VARIABLE, 0);
    missing.removeIf(name -> page.contains("`" + name + "`"));
    // Beginnings of names, where the code leaves several out at once.
    missing.removeIf(name -> page.contains("`" + name + "_"));
    assertThat(missing).isEmpty();
  }

  @Test
  void noSettingIsDescribedThatTheCodeDoesNotKnow() throws IOException {
    Set<String> described = new TreeSet<>();
    Matcher matcher = NAMED.matcher(Sources.text("docs/configuration.md"));
    while (matcher.find()) {
      described.add(matcher.group(1));
    }
    assertThat(settings()).containsAll(described);
  }

  private static Set<String> settings() throws IOException {
    Set<String> settings = matches(SETTING, 1);
    settings.removeAll(NO_SETTINGS);
    return settings;
  }

  private static Set<String> matches(Pattern pattern, int group) throws IOException {
    Set<String> found = new TreeSet<>();
    for (Path file : Sources.below("src/main/java", "src/launcher/java", "webapp/WEB-INF")) {
      collect(pattern, group, Files.readString(file), found);
    }
    collect(pattern, group, Sources.text("gamelan"), found);
    return found;
  }

  private static void collect(Pattern pattern, int group, String text, Set<String> found) {
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      found.add(matcher.group(group));
    }
  }
}
