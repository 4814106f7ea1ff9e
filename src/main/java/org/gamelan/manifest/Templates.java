package org.gamelan.manifest;

import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.error.PebbleException;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import io.pebbletemplates.pebble.template.PebbleTemplateImpl;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.GamelanException;

/**
 * Templates of prompts and replies: Pebble with strict variables, over plain data only. A template
 * can include no other, load no file and call no method; what it makes is bounded. Compiled
 * templates are kept. May be used by many threads.
 */
public final class Templates {
  /** The longest text a template may make, in characters. */
  public static final int MAX_OUTPUT = 2_000_000;

  private static final int MAX_CACHED = 2_000;
  private static final String LOOP_VARIABLES =
      "io.pebbletemplates.pebble.node.ForNode$LoopVariables";

  private final PebbleEngine engine;
  private final Map<String, PebbleTemplate> compiled = new ConcurrentHashMap<>();

  public Templates() {
    this(MAX_OUTPUT);
  }

  /**
   * @param maxOutput the longest text a template may make, in characters
   */
  public Templates(int maxOutput) {
    engine =
        new PebbleEngine.Builder()
            .loader(new NoLoader())
            .strictVariables(true)
            .autoEscaping(false)
            .cacheActive(false)
            .newLineTrimming(false)
            .defaultLocale(Locale.ROOT)
            .maxRenderedSize(maxOutput)
            .methodAccessValidator(Templates::mayCall)
            .registerExtensionCustomizer(RestrictedExtension::new)
            .extension(new DataFilters())
            .build();
  }

  /**
   * Fills a template in.
   *
   * @param variables texts, numbers, booleans, maps, lists and JSON documents
   * @throws GamelanException of kind {@code bad-expression} when it is no template, names something
   *     that is not there, or makes too much
   */
  public String render(String template, Map<String, ?> variables) {
    if (isPlain(template)) {
      return template;
    }
    StringWriter writer = new StringWriter(template.length() * 2);
    try {
      compile(template).evaluate(writer, view(variables));
    } catch (PebbleException e) {
      throw new GamelanException(FailureKind.BAD_EXPRESSION, message(e), e);
    } catch (IOException | RuntimeException e) {
      throw new GamelanException(
          FailureKind.BAD_EXPRESSION, "The template cannot be filled in: " + e.getMessage(), e);
    }
    return writer.toString();
  }

  /** What is wrong with a template as it is written, if anything. It is not kept. */
  public Optional<TemplateFault> findFault(String template) {
    if (isPlain(template)) {
      return Optional.empty();
    }
    try {
      engine.getLiteralTemplate(template);
      return Optional.empty();
    } catch (PebbleException e) {
      return Optional.of(TemplateFaults.of(template, e, false));
    } catch (RuntimeException e) {
      // The library's parser gives up on some texts with exceptions of the JDK.
      return Optional.of(new TemplateFault(1, 1, "cannot be parsed: " + e.getMessage(), false));
    }
  }

  /**
   * The first name in a template that no data could give it, wherever it stands; the fault of one
   * that is not sound.
   *
   * @param variables the names of what it is filled in with; those of the properties of an object
   *     that has no others, or nothing where any may be
   */
  public Optional<TemplateFault> findUnknown(String template, Map<String, Set<String>> variables) {
    if (isPlain(template)) {
      return Optional.empty();
    }
    Optional<TemplateFault> fault = findFault(template);
    if (fault.isPresent()) {
      return fault;
    }
    return TemplateNames.of((PebbleTemplateImpl) engine.getLiteralTemplate(template)).stream()
        .filter(use -> !isKnown(use, variables))
        .findFirst()
        .map(use -> TemplateFaults.unknown(template, use));
  }

  private static boolean isKnown(TemplateNames.Use use, Map<String, Set<String>> variables) {
    if (use.of() == null) {
      return variables.containsKey(use.name());
    }
    Set<String> properties = variables.getOrDefault(use.of(), Set.of());
    return properties.isEmpty() || properties.contains(use.name());
  }

  /**
   * What is wrong with a template that is filled in with these variables, if anything, and where.
   */
  public Optional<TemplateFault> findFault(String template, Map<String, ?> variables) {
    try {
      render(template, variables);
      return Optional.empty();
    } catch (GamelanException e) {
      return Optional.of(
          e.getCause() instanceof PebbleException fault
              ? TemplateFaults.of(template, fault, findFault(template).isEmpty())
              : new TemplateFault(1, 1, e.getMessage(), true));
    }
  }

  private PebbleTemplate compile(String template) {
    PebbleTemplate known = compiled.get(template);
    if (known != null) {
      return known;
    }
    PebbleTemplate made = engine.getLiteralTemplate(template);
    if (compiled.size() >= MAX_CACHED) {
      compiled.clear();
    }
    compiled.put(template, made);
    return made;
  }

  /** Only what a loop needs: the key and value of an entry, and the library's own counters. */
  private static boolean mayCall(Object object, Method method) {
    if (object instanceof Map.Entry) {
      return method.getName().equals("getKey") || method.getName().equals("getValue");
    }
    return object.getClass().getName().equals(LOOP_VARIABLES)
        && !method.getDeclaringClass().equals(Object.class);
  }

  private static boolean isPlain(String template) {
    return template.indexOf('{') < 0
        || !(template.contains("{{") || template.contains("{%") || template.contains("{#"));
  }

  private static Map<String, Object> view(Map<String, ?> variables) {
    Map<String, Object> views = new HashMap<>();
    variables.forEach((name, value) -> views.put(name, JsonView.of(value)));
    return views;
  }

  private static String message(PebbleException e) {
    String text = String.valueOf(e.getPebbleMessage());
    return e.getLineNumber() == null
        ? "The template: " + text
        : "Line " + e.getLineNumber() + " of the template: " + text;
  }
}
