package org.gamelan.manifest;

import io.pebbletemplates.pebble.error.PebbleException;
import io.pebbletemplates.pebble.extension.AbstractExtension;
import io.pebbletemplates.pebble.extension.Filter;
import io.pebbletemplates.pebble.template.EvaluationContext;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import java.util.List;
import java.util.Map;
import org.gamelan.json.Json;

/** Filters for data: {@code json} writes any value, {@code truncate(n)} cuts a text and says so. */
final class DataFilters extends AbstractExtension {
  @Override
  public Map<String, Filter> getFilters() {
    return Map.of("json", new JsonFilter(), "truncate", new TruncateFilter());
  }

  private static final class JsonFilter implements Filter {
    @Override
    public Object apply(
        Object input,
        Map<String, Object> args,
        PebbleTemplate self,
        EvaluationContext context,
        int line) {
      return Json.write(JsonView.toJson(input));
    }

    @Override
    public List<String> getArgumentNames() {
      return List.of();
    }
  }

  private static final class TruncateFilter implements Filter {
    @Override
    public Object apply(
        Object input,
        Map<String, Object> args,
        PebbleTemplate self,
        EvaluationContext context,
        int line) {
      if (!(args.get("length") instanceof Number length)) {
        throw new PebbleException(
            null, "truncate needs a number of characters", line, self.getName());
      }
      String text = input == null ? "" : input.toString();
      int max = Math.max(0, length.intValue());
      if (text.length() <= max) {
        return text;
      }
      int end = max > 0 && Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max;
      return text.substring(0, end) + "… (" + (text.length() - end) + " more characters)";
    }

    @Override
    public List<String> getArgumentNames() {
      return List.of("length");
    }
  }
}
