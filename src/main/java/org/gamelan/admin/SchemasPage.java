package org.gamelan.admin;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.gamelan.engine.SchemaRegistry;
import org.gamelan.engine.SchemaVersion;

/** The list of schemas. What it shows is in its address alone. */
@Named
@RequestScoped
public class SchemasPage {
  private static final int SIZE = 50;
  private static final int LONGEST = 200;

  private SchemaRegistry registry;
  private FacesContext faces;

  private String text;
  private int from;
  private List<SchemaVersion> found;

  /** For the container's proxies. */
  protected SchemasPage() {}

  @Inject
  SchemasPage(SchemaRegistry registry, FacesContext faces) {
    this.registry = registry;
    this.faces = faces;
  }

  @PostConstruct
  void begin() {
    text = Parameters.words(faces, "q", LONGEST);
    String given = Parameters.words(faces, "from", LONGEST);
    from = given.matches("\\d{1,6}") ? Integer.parseInt(given) : 0;
  }

  /** The schemas of this page: those of folders by name, then those of the language. */
  public List<SchemaVersion> getSchemas() {
    List<SchemaVersion> all = found();
    return all.subList(Math.min(from, all.size()), Math.min(from + SIZE, all.size()));
  }

  private List<SchemaVersion> found() {
    if (found == null) {
      String wanted = text.toLowerCase(Locale.ROOT);
      found =
          registry.list().stream()
              .filter(schema -> schema.name().toLowerCase(Locale.ROOT).contains(wanted))
              .sorted(Comparator.comparing(schema -> schema.origin() == null))
              .toList();
    }
    return found;
  }

  /** Where a schema comes from, for a person. */
  public String source(SchemaVersion schema) {
    return schema.origin() == null ? "language of manifests" : Origins.told(schema.origin());
  }

  /** What a schema says it describes; empty when it says nothing. */
  public String about(SchemaVersion schema) {
    return schema.schema().path("description").asText(schema.schema().path("title").asText(""));
  }

  /** Whether others follow. */
  public boolean isMore() {
    return found().size() > from + SIZE;
  }

  public boolean isFirst() {
    return from == 0;
  }

  public boolean isFiltered() {
    return !text.isEmpty();
  }

  /** The address of the page that follows. */
  public String getNext() {
    return getStart() + "&from=" + (from + SIZE);
  }

  /** The address of the first page with the same words. */
  public String getStart() {
    return "schemas.xhtml?q=" + URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  public String getText() {
    return text;
  }
}
