package org.gamelan.api.rest;

import jakarta.ws.rs.QueryParam;
import org.gamelan.engine.memory.MemoryOwners;
import org.gamelan.memory.MemoryBackend;
import org.gamelan.memory.MemoryFilter;
import org.gamelan.memory.MemoryScope;

/** The filters of the list of what is remembered. */
public class MemoryQuery {
  private static final int LONGEST = 500;

  @QueryParam("scope")
  private String scope;

  @QueryParam("owner")
  private String owner;

  @QueryParam("q")
  private String text;

  @QueryParam("tag")
  private String tag;

  @QueryParam("backend")
  private String backend;

  /** For JAX-RS. */
  public MemoryQuery() {}

  MemoryFilter filter(MemoryOwners owners) {
    MemoryScope wanted = null;
    if (scope != null && !scope.isBlank()) {
      wanted =
          MemoryScope.find(scope)
              .orElseThrow(
                  () ->
                      RestException.malformed(
                          "scope", "must be one of task, agent, project, global"));
    }
    return new MemoryFilter(
        wanted,
        owners.nameOf(wanted, limited("owner", owner)),
        limited("q", text),
        limited("tag", tag));
  }

  MemoryBackend backend() {
    return backend == null || backend.isBlank()
        ? MemoryBackend.POSTGRES
        : MemoryBackend.find(backend)
            .orElseThrow(() -> RestException.malformed("backend", "must be postgres or in-memory"));
  }

  private static String limited(String name, String value) {
    if (value != null && (value.length() > LONGEST || value.indexOf('\0') >= 0)) {
      throw RestException.malformed(name, "must have at most " + LONGEST + " characters");
    }
    return value;
  }
}
