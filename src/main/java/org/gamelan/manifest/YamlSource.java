package org.gamelan.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.gamelan.json.Json;
import org.gamelan.json.MalformedJsonException;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.representer.Representer;

/** Reads YAML 1.2 (core schema) into JSON with positions. */
final class YamlSource {
  private final String file;
  private final Problems problems;
  private final Positions positions = new Positions();
  private int nodes;

  private YamlSource(String file, Problems problems) {
    this.file = file;
    this.problems = problems;
  }

  /** Reads one document; what is wrong goes to the problems, and a fatal fault leaves nothing. */
  static Optional<SourceFile> read(String file, String text, Problems problems) {
    YamlSource source = new YamlSource(file, problems);
    try {
      Node node = yaml().compose(new StringReader(text));
      if (node == null) {
        return Optional.of(new SourceFile(file, Json.object(), source.positions));
      }
      source.positions.put("", start(node), start(node));
      JsonNode root = source.convert("", node, 0);
      return Optional.of(new SourceFile(file, root, source.positions));
    } catch (MarkedYAMLException e) {
      problems.error(file, position(e.getProblemMark()), Rule.SYNTAX, sentence(e), advice(e));
    } catch (ReaderException e) {
      Position at = positionOf(text, e.getPosition());
      problems.error(file, at, Rule.SYNTAX, "A character that YAML does not allow");
    } catch (YAMLException e) {
      problems.error(file, Position.START, Rule.SYNTAX, "Cannot be read: " + e.getMessage());
    } catch (TooLargeException e) {
      problems.error(file, e.at, Rule.SYNTAX, e.getMessage());
    }
    return Optional.empty();
  }

  private static Yaml yaml() {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(SourceFile.MAX_BYTES);
    options.setNestingDepthLimit(SourceFile.MAX_DEPTH);
    // Uses of aliases are counted as values, so many small ones do no harm.
    options.setMaxAliasesForCollections(SourceFile.MAX_NODES);
    options.setProcessComments(false);
    DumperOptions unused = new DumperOptions();
    return new Yaml(
        new SafeConstructor(options), new Representer(unused), unused, options, new CoreResolver());
  }

  private JsonNode convert(String pointer, Node node, int depth) {
    if (++nodes > SourceFile.MAX_NODES) {
      throw new TooLargeException("More than " + SourceFile.MAX_NODES + " values", start(node));
    }
    if (depth > SourceFile.MAX_DEPTH) {
      throw new TooLargeException(
          "Nested deeper than " + SourceFile.MAX_DEPTH + " levels", start(node));
    }
    if (node instanceof MappingNode mapping) {
      return object(pointer, mapping, depth);
    }
    return node instanceof SequenceNode sequence
        ? array(pointer, sequence, depth)
        : scalar((ScalarNode) node);
  }

  private ObjectNode object(String pointer, MappingNode mapping, int depth) {
    checkTag(mapping, Tag.MAP);
    ObjectNode object = Json.object();
    for (NodeTuple tuple : mapping.getValue()) {
      Position at = start(tuple.getKeyNode());
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        problems.error(file, at, Rule.SYNTAX, "A key must be a plain text");
        continue;
      }
      String name = storable(key);
      String child = Json.pointer(pointer, name);
      if (object.has(name)) {
        problems.error(
            file,
            at,
            Rule.DUPLICATE,
            "The key '" + name + "' is there twice",
            "the first is in line " + positions.key(child).line());
        continue;
      }
      object.set(name, convert(child, tuple.getValueNode(), depth + 1));
      positions.put(child, at, start(tuple.getValueNode()));
    }
    return object;
  }

  private ArrayNode array(String pointer, SequenceNode sequence, int depth) {
    checkTag(sequence, Tag.SEQ);
    ArrayNode array = Json.array();
    List<Node> items = sequence.getValue();
    for (int i = 0; i < items.size(); i++) {
      String child = pointer + "/" + i;
      positions.put(child, start(items.get(i)), start(items.get(i)));
      array.add(convert(child, items.get(i), depth + 1));
    }
    return array;
  }

  private JsonNode scalar(ScalarNode node) {
    Tag tag = node.getTag();
    if (tag.equals(Tag.STR)) {
      return Json.array().textNode(storable(node));
    }
    if (tag.equals(Tag.NULL)) {
      return NullNode.getInstance();
    }
    if (tag.equals(Tag.BOOL)) {
      return Json.array().booleanNode("true".equalsIgnoreCase(node.getValue()));
    }
    if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
      return number(node);
    }
    checkTag(node, Tag.STR);
    return NullNode.getInstance();
  }

  private JsonNode number(ScalarNode node) {
    String text = node.getValue();
    try {
      if (text.startsWith("0x")) {
        return Json.parse(new BigInteger(text.substring(2), 16).toString());
      }
      if (text.startsWith("0o")) {
        return Json.parse(new BigInteger(text.substring(2), 8).toString());
      }
      BigDecimal value = new BigDecimal(text);
      return Json.parse(text.matches("[-+]?[0-9]+") ? value.toPlainString() : value.toString());
    } catch (NumberFormatException | MalformedJsonException e) {
      problems.error(
          file, start(node), Rule.TYPE, "'" + text + "' is not a number that can be used");
      return NullNode.getInstance();
    }
  }

  private String storable(ScalarNode node) {
    if (Json.isStorable(node.getValue())) {
      return node.getValue();
    }
    problems.error(
        file, start(node), Rule.SYNTAX, "A text may not contain U+0000 or half of a character");
    return "";
  }

  private void checkTag(Node node, Tag expected) {
    if (!node.getTag().equals(expected)) {
      problems.error(
          file,
          start(node),
          Rule.SYNTAX,
          "The tag '" + node.getTag().getValue() + "' is not supported",
          "write plain YAML without tags");
    }
  }

  private static Position start(Node node) {
    return position(node.getStartMark());
  }

  private static Position position(Mark mark) {
    return mark == null ? Position.START : new Position(mark.getLine() + 1, mark.getColumn() + 1);
  }

  private static Position positionOf(String text, int index) {
    String before = text.substring(0, Math.min(index, text.length()));
    int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
    return new Position(line, before.length() - before.lastIndexOf('\n'));
  }

  private static String sentence(MarkedYAMLException e) {
    String what = e.getProblem() == null ? "cannot be read" : e.getProblem();
    String context = e.getContext() == null ? "" : " " + e.getContext();
    return "Not valid YAML" + context + ": " + what;
  }

  private static String advice(MarkedYAMLException e) {
    String what = String.valueOf(e.getProblem());
    if (what.contains("TAB")) {
      return "indent with spaces";
    }
    if (what.contains("mapping values are not allowed")) {
      return "check the indentation, and put a text with ': ' in quotes";
    }
    return null;
  }

  private static final class TooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Position at;

    TooLargeException(String message, Position at) {
      super(message);
      this.at = at;
    }
  }
}
