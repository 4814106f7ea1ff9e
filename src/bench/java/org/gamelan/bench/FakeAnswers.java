package org.gamelan.bench;

import java.nio.charset.StandardCharsets;
import java.util.function.LongConsumer;

/** What the fake model server answers: always the same, made once. */
final class FakeAnswers {
  /** The answer of the model: fits the output schema of the bench's agents. */
  static final String CONTENT = "{\"summary\":\"this stage is done\",\"score\":7}";

  static final byte[] COMPLETION =
      json(
          200,
          """
          {"id":"chatcmpl-1","object":"chat.completion","created":1700000000,"model":"fake",\
          "choices":[{"index":0,"message":{"role":"assistant","content":%s},"finish_reason":"stop"}],\
          "usage":{"prompt_tokens":60,"completion_tokens":14,"total_tokens":74}}\
          """
              .formatted(quoted(CONTENT)));

  static final byte[] STREAM = stream();

  static final byte[] MODELS =
      json(
          200,
          "{\"object\":\"list\",\"data\":[{\"id\":\"fake\",\"object\":\"model\",\"owned_by\":\"bench\"}]}");

  static final byte[] NOT_FOUND = json(404, "{\"error\":{\"message\":\"no such path\"}}");

  static final byte[] BAD_REQUEST = json(400, "{\"error\":{\"message\":\"bad request\"}}");

  private FakeAnswers() {}

  /** The arrivals from an index on, with the count of all calls so far. */
  static byte[] calls(Arrivals arrivals, int from, int most) {
    StringBuilder body = new StringBuilder("{\"calls\":").append(arrivals.count());
    body.append(",\"arrivals\":[");
    LongConsumer add = nanos -> body.append(nanos).append(',');
    arrivals.forEach(from, most, add);
    if (body.charAt(body.length() - 1) == ',') {
      body.setLength(body.length() - 1);
    }
    return json(200, body.append("]}").toString());
  }

  private static byte[] stream() {
    String head =
        "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,"
            + "\"model\":\"fake\",";
    String body =
        head
            + "\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":"
            + quoted(CONTENT)
            + "},\"finish_reason\":null}]}\n\n"
            + head
            + "\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],"
            + "\"usage\":{\"prompt_tokens\":60,\"completion_tokens\":14,\"total_tokens\":74}}\n\n"
            + "data: [DONE]\n\n";
    return answer(200, "text/event-stream", body);
  }

  private static String quoted(String text) {
    return '"' + text.replace("\"", "\\\"") + '"';
  }

  private static byte[] json(int status, String body) {
    return answer(status, "application/json", body);
  }

  private static byte[] answer(int status, String type, String body) {
    String head =
        "HTTP/1.1 "
            + status
            + (status == 200 ? " OK" : " Error")
            + "\r\nContent-Type: "
            + type
            + "\r\nContent-Length: "
            + body.getBytes(StandardCharsets.UTF_8).length
            + "\r\n\r\n";
    return (head + body).getBytes(StandardCharsets.UTF_8);
  }
}
