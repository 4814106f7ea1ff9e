package org.gamelan.admin;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gamelan.engine.SchemaRegistry;
import org.gamelan.engine.SchemaVersion;
import org.gamelan.failure.NotFoundException;
import org.gamelan.json.Json;
import org.gamelan.json.JsonSchema;
import org.gamelan.json.MalformedJsonException;
import org.gamelan.json.Violation;

/** One schema: its text, who uses it, its versions, and whether a document fits it. */
@Named
@RequestScoped
public class SchemaPage {
  private SchemaRegistry registry;
  private FacesContext faces;

  private String name;
  private String with;
  private String document;
  private Optional<SchemaVersion> schema;
  private List<SchemaVersion> versions;
  private List<Violation> violations;
  private String unreadable;

  /** For the container's proxies. */
  protected SchemaPage() {}

  @Inject
  SchemaPage(SchemaRegistry registry, FacesContext faces) {
    this.registry = registry;
    this.faces = faces;
  }

  @PostConstruct
  void begin() {
    Map<String, String> given = faces.getExternalContext().getRequestParameterMap();
    name = given.getOrDefault("name", "");
    with = given.getOrDefault("with", "");
    document = given.getOrDefault("document", "");
    schema = registry.find(name);
  }

  /** Answers with 404 where there is no such schema. */
  public void open() throws IOException {
    if (schema.isEmpty()) {
      faces.getExternalContext().responseSendError(HttpServletResponse.SC_NOT_FOUND, "");
      faces.responseComplete();
    }
  }

  public SchemaVersion getSchema() {
    return schema.orElseThrow(() -> new NotFoundException("schema", name));
  }

  /** The document as indented text. */
  public String getText() {
    return Json.writePretty(getSchema().schema());
  }

  /** The document as coloured JSON. */
  public String getColoured() {
    return JsonHtml.coloured(getSchema().schema());
  }

  public String getSource() {
    return getSchema().origin() == null
        ? "the language of manifests"
        : Origins.told(getSchema().origin());
  }

  /** What refers to it now. */
  public List<String> getUsers() {
    return registry.users(getSchema().name());
  }

  /** All its versions, the newest first. */
  public List<SchemaVersion> getVersions() {
    if (versions == null) {
      versions = registry.versions(getSchema().name());
    }
    return versions;
  }

  /** Whether this is what is in force. */
  public boolean isCurrent() {
    return registry
        .find(getSchema().name())
        .filter(now -> now.version() == getSchema().version())
        .isPresent();
  }

  /** The version that this one is compared with: the chosen one, else the one before. */
  public Optional<SchemaVersion> compared() {
    return getVersions().stream()
        .filter(
            other ->
                with.isEmpty()
                    ? other.version() == getSchema().version() - 1
                    : with.equals(String.valueOf(other.version())))
        .filter(other -> other.version() != getSchema().version())
        .findFirst();
  }

  /** What the compared version is called; empty without one. */
  public String getBefore() {
    return compared().map(other -> "version " + other.version()).orElse("");
  }

  /** What changed since the compared version. */
  public List<ShownDifference> getDifferences() {
    return compared()
        .map(
            other ->
                List.of(
                    new ShownDifference(
                        getSchema().name(),
                        "",
                        "",
                        LineDifference.of(Json.writePretty(other.schema()), getText()))))
        .orElse(List.of());
  }

  /** Tells whether the document fits. */
  public void check() {
    try {
      JsonNode value = Json.parse(document);
      violations = JsonSchema.compile(getSchema().schema()).validate(value);
    } catch (MalformedJsonException e) {
      unreadable = "This is not JSON: " + e.getMessage();
    }
  }

  /** Where the document does not fit; null before it was checked. */
  public List<Violation> getViolations() {
    return violations;
  }

  /** Whether the document was checked and fits. */
  public boolean isFitting() {
    return violations != null && violations.isEmpty();
  }

  /** Why the document cannot be read; null when it can. */
  public String getUnreadable() {
    return unreadable;
  }

  public String getName() {
    return name;
  }

  public String getDocument() {
    return document;
  }
}
