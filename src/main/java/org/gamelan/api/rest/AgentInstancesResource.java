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
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.gamelan.agent.AgentRegistry;
import org.gamelan.assignment.AgentInstance;
import org.gamelan.assignment.Assignments;
import org.gamelan.failure.NotFoundException;
import org.gamelan.security.Role;

/** The instances of an agent: one for each task config it does. */
@Path("/agents/{id}/instances")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Agents", description = "Configured roles of models.")
public class AgentInstancesResource {
  private static final String LIST = "instances";

  private Assignments assignments;
  private AgentRegistry agents;
  private Names names;

  /** For the container's proxies. */
  protected AgentInstancesResource() {}

  @Inject
  AgentInstancesResource(Assignments assignments, AgentRegistry agents, Names names) {
    this.assignments = assignments;
    this.agents = agents;
    this.names = names;
  }

  @GET
  @RolesAllowed(Role.VIEWER_NAME)
  @Operation(
      summary = "Lists the instances of an agent, the oldest first",
      description = "Each with what it has in hand, what it has done and what it remembers.")
  public Page<AgentInstance> list(@PathParam("id") String id, @BeanParam Paging paging) {
    String agent = names.agent(id);
    UUID after = paging.after(LIST, 1).map(values -> UUID.fromString(values.get(0))).orElse(null);
    List<AgentInstance> rows = assignments.instances(agent, after, paging.limit() + 1);
    if (rows.isEmpty() && agents.find(agent).isEmpty()) {
      throw new NotFoundException(Names.AGENT, id);
    }
    return Page.of(
        rows, paging.limit(), row -> row, row -> Cursor.encode(LIST, row.id().toString()));
  }
}
