package org.gamelan.agent;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.gamelan.failure.FieldError;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.manifest.AgentManifest;
import org.gamelan.provider.ModelParameters;

/**
 * Makes a definition step by step. What does not fit is told all at once, when it is built. Not for
 * several threads.
 *
 * <pre>{@code
 * AgentBuilder.named("reviewer")
 *     .withDescription("Checks a result against the request")
 *     .withModel("default")
 *     .withPrompt("Request: {{ task.title }}")
 *     .withTools("files.read")
 *     .withComplexity(1, 10)
 *     .build();
 * }</pre>
 */
public final class AgentBuilder {
  private final String name;
  private String description = "";
  private String role = "";
  private String prompt = "";
  private String model;
  private VendorModel vendorModel;
  private ModelParameters parameters = ModelParameters.NONE;
  private List<String> tools = List.of();
  private List<String> skills = List.of();
  private JsonNode inputSchema;
  private JsonNode outputSchema;
  private int minComplexity = AgentManifest.MIN_COMPLEXITY;
  private int maxComplexity = AgentManifest.MAX_COMPLEXITY;
  private Integer capacity;
  private String fallback;
  private boolean enabled = true;
  private String source = AgentSource.ANNOTATION.id();
  private String origin;

  /** A model by the name that its provider gives it. */
  private record VendorModel(String provider, String model) {}

  /** Finds the alias under which a provider's model is known. */
  @FunctionalInterface
  public interface ModelLookup {
    Optional<String> alias(String provider, String model);
  }

  private AgentBuilder(String name) {
    this.name = name;
  }

  /** Begins with the name: a lower-case letter, then lower-case letters, digits, _ and -. */
  public static AgentBuilder named(String name) {
    return new AgentBuilder(name);
  }

  /** Begins with all that another definition says but its name. */
  public static AgentBuilder copy(AgentDefinition other, String name) {
    AgentBuilder builder = named(name);
    builder.description = other.description();
    builder.role = other.role();
    builder.prompt = other.prompt();
    builder.model = other.model();
    builder.parameters = other.parameters();
    builder.tools = other.tools();
    builder.skills = other.skills();
    builder.inputSchema = other.inputSchema();
    builder.outputSchema = other.outputSchema();
    builder.minComplexity = other.minComplexity();
    builder.maxComplexity = other.maxComplexity();
    builder.capacity = other.capacity();
    builder.fallback = other.fallback();
    builder.enabled = other.enabled();
    return builder;
  }

  public AgentBuilder withDescription(String text) {
    description = orEmpty(text);
    return this;
  }

  /** A word for what it is, such as {@code reviewer}. */
  public AgentBuilder withRole(String word) {
    role = orEmpty(word);
    return this;
  }

  /** The system message, a Pebble template. */
  public AgentBuilder withPrompt(String template) {
    prompt = orEmpty(template);
    return this;
  }

  /** A model by alias, or alias@version; null for {@code default}. */
  public AgentBuilder withModel(String alias) {
    model = alias;
    vendorModel = null;
    return this;
  }

  /**
   * A model by its provider and the provider's own name of it. There has to be an alias for it when
   * {@link #build(ModelLookup)} looks for it.
   */
  public AgentBuilder withModel(String provider, String vendorName) {
    model = null;
    vendorModel = new VendorModel(provider, vendorName);
    return this;
  }

  public AgentBuilder withParameters(ModelParameters given) {
    parameters = given == null ? ModelParameters.NONE : given;
    return this;
  }

  /** From 0, always the same, to 2, very varied. */
  public AgentBuilder withTemperature(double temperature) {
    parameters =
        new ModelParameters(
            temperature, parameters.maxOutputTokens(), parameters.topP(), parameters.seed());
    return this;
  }

  /** The longest answer, in tokens. */
  public AgentBuilder withMaxOutputTokens(int tokens) {
    parameters =
        new ModelParameters(parameters.temperature(), tokens, parameters.topP(), parameters.seed());
    return this;
  }

  public AgentBuilder withTools(String... names) {
    return withTools(Arrays.asList(names));
  }

  public AgentBuilder withTools(Collection<String> names) {
    tools = copy(names);
    return this;
  }

  /** Words for what it is good at. */
  public AgentBuilder withSkills(String... words) {
    return withSkills(Arrays.asList(words));
  }

  public AgentBuilder withSkills(Collection<String> words) {
    skills = copy(words);
    return this;
  }

  /** JSON Schema 2020-12 of its input, or null. */
  public AgentBuilder withInputSchema(JsonNode schema) {
    inputSchema = orNull(schema);
    return this;
  }

  /** JSON Schema 2020-12 of its answer, or null for text. */
  public AgentBuilder withOutputSchema(JsonNode schema) {
    outputSchema = orNull(schema);
    return this;
  }

  /** The complexity of the tasks it takes, from 1 to 10. */
  public AgentBuilder withComplexity(int min, int max) {
    minComplexity = min;
    maxComplexity = max;
    return this;
  }

  /** How many tasks it has at once; null for no limit. */
  public AgentBuilder withCapacity(Integer tasks) {
    capacity = tasks;
    return this;
  }

  /** The agent that takes over when this one fails, or null. */
  public AgentBuilder withFallback(String agent) {
    fallback = agent;
    return this;
  }

  public AgentBuilder withEnabled(boolean takesWork) {
    enabled = takesWork;
    return this;
  }

  /** Where it was found; whoever finds it says so. */
  public AgentBuilder from(AgentSource way, String place) {
    source = way.id();
    origin = place;
    return this;
  }

  public String name() {
    return name;
  }

  /** Everything that does not fit, without looking anything up; empty when it can be built. */
  public List<FieldError> problems() {
    List<FieldError> problems = new ArrayList<>(AgentFaults.of(draft()));
    if (vendorModel != null && model == null) {
      problems.add(
          new FieldError(
              "model",
              "'%s' of the provider '%s' is no alias yet; look it up by build(models)"
                  .formatted(vendorModel.model(), vendorModel.provider())));
    }
    return problems;
  }

  /**
   * The definition, as version 1.
   *
   * @throws InvalidInputException naming everything that does not fit
   */
  public AgentDefinition build() {
    List<FieldError> problems = problems();
    if (!problems.isEmpty()) {
      throw new InvalidInputException(problems);
    }
    return draft();
  }

  /**
   * The definition, its model looked up where it was given by its provider.
   *
   * @throws InvalidInputException naming everything that does not fit, and a model without alias
   */
  public AgentDefinition build(ModelLookup models) {
    if (vendorModel != null) {
      model = models.alias(vendorModel.provider(), vendorModel.model()).orElse(null);
      if (model == null) {
        List<FieldError> problems = new ArrayList<>(AgentFaults.of(draft()));
        problems.add(
            new FieldError(
                "model",
                "no alias stands for '%s' of the provider '%s'; add one"
                    .formatted(vendorModel.model(), vendorModel.provider())));
        throw new InvalidInputException(problems);
      }
    }
    return build();
  }

  /** What was said so far, sound or not. */
  AgentDefinition draft() {
    return new AgentDefinition(
        name,
        1,
        description,
        role,
        prompt,
        model,
        parameters,
        tools,
        skills,
        inputSchema,
        outputSchema,
        minComplexity,
        maxComplexity,
        capacity,
        fallback,
        enabled,
        source,
        origin);
  }

  private static String orEmpty(String text) {
    return text == null ? "" : text;
  }

  private static JsonNode orNull(JsonNode schema) {
    return schema == null || schema.isNull() ? null : schema.deepCopy();
  }

  private static List<String> copy(Collection<String> words) {
    return words == null ? List.of() : words.stream().map(AgentBuilder::orEmpty).toList();
  }
}
