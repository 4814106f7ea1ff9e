package org.gamelan.api.rest;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.gamelan.security.Role;
import org.gamelan.task.AgentCandidate;
import org.gamelan.task.AgentCandidates;

/** Which agents a waiting task may be given to by hand. */
@Path("/tasks/{id}/candidates")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Tasks", description = "Pieces of work and what became of them.")
public class TaskCandidatesResource {
  private AgentCandidates candidates;

  /** For the container's proxies. */
  protected TaskCandidatesResource() {}

  @Inject
  TaskCandidatesResource(AgentCandidates candidates) {
    this.candidates = candidates;
  }

  @GET
  @RolesAllowed(Role.VIEWER_NAME)
  @Operation(
      summary = "Lists the agents that a pending task may be given to, and why others may not",
      description =
          "Those that fit and have room come first, the one that was given a task longest ago at"
              + " their head; then those without room, the agents that come with Gamelan, and those"
              + " that do not fit; 500 at most. An override of kind `agent` gives the task to one."
              + " A task that does not wait for an agent is refused with 409.")
  public Page<AgentCandidateView> list(@PathParam("id") String id, @BeanParam ShortPaging paging) {
    return paging.page(
        "candidates",
        candidates.of(PathIds.parse("task", id)),
        AgentCandidate::name,
        AgentCandidateView::of);
  }
}
