package org.gamelan.tool.project;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.gamelan.tool.project.BuildManifest.Dependency;

/**
 * Reads a Maven {@code pom.xml}, without its parents. Documents with a DTD are read without it: no
 * entity is expanded and nothing is fetched.
 */
final class PomReader {
  private static final Pattern PROPERTY = Pattern.compile("\\$\\{([^}]+)}");
  private static final int LONGEST_TEXT = 4_000;
  private static final int DEEPEST = 50;

  private final Map<String, String> properties = new HashMap<>();
  private final Map<String, String> managed = new HashMap<>();
  private final Map<String, String> project = new HashMap<>();
  private final List<Map<String, String>> declared = new ArrayList<>();

  private PomReader() {}

  static BuildManifest read(String text) {
    PomReader reader = new PomReader();
    try {
      XMLStreamReader xml = hardened().createXMLStreamReader(new StringReader(text));
      try {
        reader.document(xml);
      } finally {
        xml.close();
      }
    } catch (XMLStreamException e) {
      return BuildManifest.unreadable("maven", "is no well-formed XML");
    }
    return reader.manifest();
  }

  private static XMLInputFactory hardened() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setXMLResolver(
        (publicId, systemId, base, namespace) -> {
          throw new XMLStreamException("external entities are not read");
        });
    return factory;
  }

  private void document(XMLStreamReader xml) throws XMLStreamException {
    List<String> path = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    Map<String, String> dependency = new HashMap<>();
    while (xml.hasNext()) {
      switch (xml.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          path.add(xml.getLocalName());
          text.setLength(0);
          if (path.size() > DEEPEST) {
            throw new XMLStreamException("nested too deeply");
          }
          if (isDependency(path)) {
            dependency = new HashMap<>();
          }
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
          if (text.length() < LONGEST_TEXT) {
            text.append(xml.getText());
          }
        }
        case XMLStreamConstants.END_ELEMENT -> {
          end(path, text.toString().strip(), dependency);
          text.setLength(0);
          path.remove(path.size() - 1);
        }
        default -> {}
      }
    }
  }

  private static boolean isDependency(List<String> path) {
    int size = path.size();
    return size >= 3
        && path.get(size - 1).equals("dependency")
        && path.get(size - 2).equals("dependencies")
        && !path.contains("plugins")
        && !path.contains("plugin");
  }

  private void end(List<String> path, String text, Map<String, String> dependency) {
    String where = String.join("/", path);
    String name = path.get(path.size() - 1);
    if (isDependency(path)) {
      if (path.contains("dependencyManagement")) {
        managed.put(key(dependency), dependency.get("version"));
      } else {
        declared.add(dependency);
      }
    } else if (isDependency(path.subList(0, path.size() - 1))) {
      dependency.put(name, text);
    } else if (where.startsWith("project/properties/") && path.size() == 3) {
      properties.put(name, text);
    } else if (path.size() == 2) {
      project.put(name, text);
    } else if (where.startsWith("project/parent/") && path.size() == 3) {
      project.put("parent." + name, text);
    }
  }

  private BuildManifest manifest() {
    String version = project.getOrDefault("version", project.get("parent.version"));
    properties.put("project.version", String.valueOf(version));
    properties.put(
        "project.groupId",
        String.valueOf(project.getOrDefault("groupId", project.get("parent.groupId"))));
    List<Dependency> dependencies = new ArrayList<>();
    for (Map<String, String> one : declared) {
      String own = one.getOrDefault("version", managed.get(key(one)));
      dependencies.add(
          new Dependency(resolved(key(one)), resolved(own), one.getOrDefault("scope", "compile")));
    }
    String name = project.getOrDefault("name", project.get("artifactId"));
    return new BuildManifest(
        "maven", resolved(name), resolved(version), project.get("description"), dependencies, null);
  }

  private static String key(Map<String, String> dependency) {
    String classifier = dependency.get("classifier");
    return dependency.get("groupId")
        + ":"
        + dependency.get("artifactId")
        + (classifier == null ? "" : ":" + classifier);
  }

  /** Puts in properties of this file, once: those of parents are not known. */
  private String resolved(String text) {
    if (text == null || !text.contains("${")) {
      return text;
    }
    StringBuilder result = new StringBuilder();
    Matcher reference = PROPERTY.matcher(text);
    int last = 0;
    while (reference.find()) {
      result.append(text, last, reference.start());
      String value = properties.get(reference.group(1));
      result.append(value == null ? reference.group() : value);
      last = reference.end();
    }
    return result.append(text, last, text.length()).toString();
  }
}
