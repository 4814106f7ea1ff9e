package org.gamelan.api.rest;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.gamelan.agent.AgentDefinition;
import org.gamelan.agent.AgentDifference;
import org.gamelan.agent.AgentMetrics;
import org.gamelan.agent.AgentOrigin;
import org.gamelan.agent.AgentScore;
import org.gamelan.assignment.AgentInstance;
import org.gamelan.assignment.Assignment;
import org.gamelan.assignment.TaskConfigView;
import org.gamelan.audit.AuditRow;
import org.gamelan.audit.AuditVerification;
import org.gamelan.engine.ContextTrace;
import org.gamelan.engine.DiscoveryReport;
import org.gamelan.engine.Effect;
import org.gamelan.engine.ReplayedStage;
import org.gamelan.failure.FailureSignature;
import org.gamelan.json.Json;
import org.gamelan.json.JsonDifference;
import org.gamelan.memory.MemorySource;
import org.gamelan.provider.ModelParameters;
import org.gamelan.provider.TokenUsage;
import org.gamelan.task.FailedRun;
import org.gamelan.task.FailureGroup;
import org.gamelan.task.RoutingDecision;
import org.gamelan.task.TaskUpdate;

/**
 * The schemas of records as Jackson writes and reads them. What the server makes of records says
 * neither what may be null nor what ids, times and free JSON are; descriptions are kept.
 */
final class OpenApiShapes {
  static final String REFERENCE = "#/components/schemas/";

  private static final Map<String, Class<? extends Record>> RECORDS = new LinkedHashMap<>();

  static {
    RECORDS.put("Task", TaskView.class);
    RECORDS.put("TaskInput", TaskBody.class);
    RECORDS.put("TaskBatchInput", TaskBatchBody.class);
    RECORDS.put("TaskBatch", TaskBatchView.class);
    RECORDS.put("RetryInput", RetryBody.class);
    RECORDS.put("FailureGroup", FailureGroup.class);
    RECORDS.put("FailedRun", FailedRun.class);
    RECORDS.put("ReplayInput", ReplayBody.class);
    RECORDS.put("Replay", ReplayView.class);
    RECORDS.put("ReplayedStage", ReplayedStage.class);
    RECORDS.put("JsonDifference", JsonDifference.class);
    RECORDS.put("ForkInput", ForkBody.class);
    RECORDS.put("Fork", ForkView.class);
    RECORDS.put("Effect", Effect.class);
    RECORDS.put("Stage", StageView.class);
    RECORDS.put("Result", ResultView.class);
    RECORDS.put("ResultUsage", ResultView.Usage.class);
    RECORDS.put("TaskUpdate", TaskUpdate.class);
    RECORDS.put("RoutingDecision", RoutingDecision.class);
    RECORDS.put("TaskOverride", TaskOverrideView.class);
    RECORDS.put("TaskOverrideInput", TaskOverrideBody.class);
    RECORDS.put("Override", OverrideView.class);
    RECORDS.put("OverrideInput", OverrideBody.class);
    RECORDS.put("OverrideChange", OverrideChangeBody.class);
    RECORDS.put("FailureSignature", FailureSignature.class);
    RECORDS.put("TokenUsage", TokenUsage.class);
    RECORDS.put("Agent", AgentView.class);
    RECORDS.put("AgentInput", AgentBody.class);
    RECORDS.put("AgentClone", CloneBody.class);
    RECORDS.put("AgentOrigin", AgentOrigin.class);
    RECORDS.put("AgentDefinition", AgentDefinition.class);
    RECORDS.put("AgentVersion", AgentVersionView.class);
    RECORDS.put("AgentDifference", AgentDifference.class);
    RECORDS.put("Difference", AgentVersionsResource.Difference.class);
    RECORDS.put("AgentMetrics", AgentMetrics.class);
    RECORDS.put("AgentMetricsLatency", AgentMetrics.Latency.class);
    RECORDS.put("AgentMetricsTokens", AgentMetrics.Tokens.class);
    RECORDS.put("AgentScore", AgentScore.class);
    RECORDS.put("AgentScorePart", AgentScore.Part.class);
    RECORDS.put("ModelParameters", ModelParameters.class);
    RECORDS.put("DiscoveryReport", DiscoveryReport.class);
    RECORDS.put("ManifestProblem", org.gamelan.manifest.Problem.class);
    RECORDS.put("Run", RunView.class);
    RECORDS.put("RunInput", RunBody.class);
    RECORDS.put("Assignment", Assignment.class);
    RECORDS.put("AssignmentInput", AssignmentBody.class);
    RECORDS.put("AgentInstance", AgentInstance.class);
    RECORDS.put("InstanceTask", AgentInstance.Doing.class);
    RECORDS.put("TaskConfig", TaskConfigView.class);
    RECORDS.put("TaskConfigInput", TaskConfigBody.class);
    RECORDS.put("StageContext", ContextTrace.class);
    RECORDS.put("StageContextPart", ContextTrace.Part.class);
    RECORDS.put("MemoryEntry", MemoryView.class);
    RECORDS.put("MemoryInput", MemoryBody.class);
    RECORDS.put("MemorySource", MemorySource.class);
    RECORDS.put("Forgotten", ForgottenView.class);
    RECORDS.put("Preview", PreviewView.class);
    RECORDS.put("PreviewInput", PreviewBody.class);
    RECORDS.put("Tool", ToolView.class);
    RECORDS.put("ToolLimits", ToolView.Limits.class);
    RECORDS.put("Invocation", InvocationView.class);
    RECORDS.put("InvocationFailure", InvocationView.Failed.class);
    RECORDS.put("InvocationInput", InvocationBody.class);
    RECORDS.put("Permission", PermissionView.class);
    RECORDS.put("AgentCandidate", AgentCandidateView.class);
    RECORDS.put("AuditRow", AuditRow.class);
    RECORDS.put("AuditVerification", AuditVerification.class);
  }

  private final Components components;
  private final Map<Type, String> names = new HashMap<>();

  OpenApiShapes(Components components) {
    this.components = components;
    RECORDS.forEach((name, type) -> names.put(type, name));
  }

  /** Puts the schemas of all records right. */
  void apply() {
    components.getSchemas().values().forEach(OpenApiShapes::unbound);
    RECORDS.forEach(
        (name, type) -> {
          Schema before = components.getSchemas().get(name);
          Schema schema = before == null ? OASFactory.createSchema() : before;
          schema.setType(SchemaType.OBJECT);
          describe(schema, type);
          components.addSchema(name, schema);
        });
  }

  /** Without the limits that the server writes from defaults of its annotations. */
  static void unbound(Schema schema) {
    schema.setMaxProperties(null);
    schema.setMinProperties(null);
    schema.setMinLength(null);
    schema.setUniqueItems(null);
    schema.setExclusiveMaximum(null);
    schema.setExclusiveMinimum(null);
  }

  private void describe(Schema schema, Class<?> type) {
    for (RecordComponent component : type.getRecordComponents()) {
      if (isUnwrapped(type, component)) {
        Map<String, Schema> already = schema.getProperties();
        if (already != null) {
          schema.removeProperty(component.getName());
        }
        describe(schema, component.getType());
        continue;
      }
      Map<String, Schema> properties = schema.getProperties();
      Schema before = properties == null ? null : properties.get(component.getName());
      Schema shape = shape(component.getGenericType(), !component.getType().isPrimitive());
      if (before != null) {
        shape.setDescription(before.getDescription());
        shape.setExample(before.getExample());
        shape.setEnumeration(before.getEnumeration());
      }
      boolean required =
          schema.getRequired() != null && schema.getRequired().contains(component.getName());
      if (required) {
        shape.setNullable(null);
      }
      schema.addProperty(component.getName(), shape);
    }
  }

  private static boolean isUnwrapped(Class<?> type, RecordComponent component) {
    try {
      return type.getDeclaredField(component.getName()).isAnnotationPresent(JsonUnwrapped.class);
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException("Every component of a record has a field", e);
    }
  }

  private Schema shape(Type type, boolean nullable) {
    Schema schema = OASFactory.createSchema();
    if (nullable) {
      schema.setNullable(true);
    }
    if (type instanceof ParameterizedType list
        && list.getRawType() instanceof Class<?> raw
        && Collection.class.isAssignableFrom(raw)) {
      return schema.type(SchemaType.ARRAY).items(shape(list.getActualTypeArguments()[0], false));
    }
    if (names.containsKey(type)) {
      return referring(schema, names.get(type));
    }
    if (type instanceof Class<?> other && other.isEnum()) {
      components.addSchema(other.getSimpleName(), words(other));
      return referring(schema, other.getSimpleName());
    }
    return simple(schema, type);
  }

  /** The words that stand for the constants, not their names in Java. */
  private static Schema words(Class<?> type) {
    Schema schema = OASFactory.createSchema().type(SchemaType.STRING);
    for (Object constant : type.getEnumConstants()) {
      schema.addEnumeration(Json.tree(constant).asText());
    }
    return schema;
  }

  /** Beside a reference everything else is passed over, so null needs another way to say it. */
  private static Schema referring(Schema schema, String name) {
    Schema reference = OASFactory.createSchema().ref(REFERENCE + name);
    return Boolean.TRUE.equals(schema.getNullable()) ? schema.addAllOf(reference) : reference;
  }

  private static Schema simple(Schema schema, Type type) {
    if (type == JsonNode.class) {
      // Any JSON at all.
      return schema;
    } else if (type == UUID.class) {
      return schema.type(SchemaType.STRING).format("uuid");
    } else if (type == Instant.class) {
      return schema.type(SchemaType.STRING).format("date-time");
    } else if (type == int.class || type == Integer.class) {
      return schema.type(SchemaType.INTEGER);
    } else if (type == long.class || type == Long.class) {
      return schema.type(SchemaType.INTEGER).format("int64");
    } else if (type == boolean.class || type == Boolean.class) {
      return schema.type(SchemaType.BOOLEAN);
    } else if (type == double.class || type == Double.class || type == BigDecimal.class) {
      return schema.type(SchemaType.NUMBER);
    } else if (type == String.class) {
      return schema.type(SchemaType.STRING);
    }
    return schema.type(SchemaType.OBJECT);
  }

  /** The name of the schema that a copy written in place was made of, or null. */
  static String nameOf(Components components, Schema copy) {
    if (copy == null
        || copy.getRef() != null
        || copy.getProperties() == null
        || copy.getProperties().isEmpty()) {
      return null;
    }
    return components.getSchemas().entrySet().stream()
        .filter(entry -> entry.getValue().getProperties() != null)
        .filter(
            entry ->
                List.copyOf(entry.getValue().getProperties().keySet())
                        .containsAll(copy.getProperties().keySet())
                    && entry.getValue().getProperties().size() == copy.getProperties().size())
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(null);
  }
}
