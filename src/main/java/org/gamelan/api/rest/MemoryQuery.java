package org.gamelan.api.rest;

import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.gamelan.engine.memory.MemoryOwners;
import org.gamelan.memory.MemoryBackend;
import org.gamelan.memory.MemoryFilter;
import org.gamelan.memory.MemoryScope;

/** The filters of the list of what is remembered. */
public class MemoryQuery {
  private static final int LONGEST = 500;

  @Parameter(description = "`task`, `agent`, `project` or `global`.")
  @QueryParam("scope")
  private String scope;

  @Parameter(description = "Whose: a task's id, an agent's name or id, a project's name.")
  @QueryParam("owner")
  private String owner;

  @Parameter(
      description =
          "Words it contains, the best first; `\"a phrase\"`, `or` and `-without` do what they do"
              + " in a search of the web.")
  @QueryParam("q")
  private String text;

  @Parameter(description = "A tag it has.")
  @QueryParam("tag")
  private String tag;

  @Parameter(description = "`postgres`, or `in-memory` for what this node alone remembers.")
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
