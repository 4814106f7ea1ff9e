package org.gamelan.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gamelan.json.Json;

/**
 * JSON documents as read-only maps and lists, for templates. Nothing is copied: a large context
 * costs only what a template reads of it. Printed, they are JSON.
 */
final class JsonView {
  private JsonView() {}

  /** Anything as templates see it. */
  static Object of(Object value) {
    if (value instanceof ObjectNode object) {
      return new ObjectView(object);
    } else if (value instanceof ArrayNode array) {
      return new ArrayView(array);
    } else if (value instanceof JsonNode scalar) {
      return scalar(scalar);
    } else if (value instanceof Map<?, ?> map && !(value instanceof ObjectView)) {
      Map<String, Object> views = new LinkedHashMap<>();
      map.forEach((key, item) -> views.put(String.valueOf(key), of(item)));
      return views;
    } else if (value instanceof List<?> list && !(value instanceof ArrayView)) {
      return list.stream().map(JsonView::of).collect(java.util.stream.Collectors.toList());
    }
    return value;
  }

  /** The document behind a view, or one made of any other value. */
  static JsonNode toJson(Object value) {
    if (value instanceof ObjectView view) {
      return view.node;
    } else if (value instanceof ArrayView view) {
      return view.node;
    } else if (value instanceof Map<?, ?> map) {
      ObjectNode object = Json.object();
      map.forEach((key, item) -> object.set(String.valueOf(key), toJson(item)));
      return object;
    } else if (value instanceof Iterable<?> items) {
      ArrayNode array = Json.array();
      items.forEach(item -> array.add(toJson(item)));
      return array;
    }
    return Json.tree(value);
  }

  private static Object scalar(JsonNode node) {
    if (node.isTextual()) {
      return node.textValue();
    } else if (node.isIntegralNumber() && node.canConvertToLong()) {
      return node.longValue();
    } else if (node.isNumber()) {
      return node.decimalValue();
    } else if (node.isBoolean()) {
      return node.booleanValue();
    }
    return null;
  }

  private static final class ObjectView extends AbstractMap<String, Object> {
    private final ObjectNode node;

    ObjectView(ObjectNode node) {
      this.node = node;
    }

    @Override
    public Object get(Object key) {
      return key instanceof String name ? of(node.get(name)) : null;
    }

    @Override
    public boolean containsKey(Object key) {
      return key instanceof String name && node.has(name);
    }

    @Override
    public int size() {
      return node.size();
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
      return new AbstractSet<>() {
        @Override
        public Iterator<Entry<String, Object>> iterator() {
          Iterator<Entry<String, JsonNode>> fields = node.properties().iterator();
          return new Iterator<>() {
            @Override
            public boolean hasNext() {
              return fields.hasNext();
            }

            @Override
            public Entry<String, Object> next() {
              Entry<String, JsonNode> field = fields.next();
              return new SimpleImmutableEntry<>(field.getKey(), of(field.getValue()));
            }
          };
        }

        @Override
        public int size() {
          return node.size();
        }
      };
    }

    @Override
    public String toString() {
      return Json.write(node);
    }
  }

  private static final class ArrayView extends AbstractList<Object> {
    private final ArrayNode node;

    ArrayView(ArrayNode node) {
      this.node = node;
    }

    @Override
    public Object get(int index) {
      java.util.Objects.checkIndex(index, node.size());
      return of(node.get(index));
    }

    @Override
    public int size() {
      return node.size();
    }

    @Override
    public String toString() {
      return Json.write(node);
    }
  }
}
