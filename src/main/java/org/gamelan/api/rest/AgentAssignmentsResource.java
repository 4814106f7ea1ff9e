package org.gamelan.api.rest;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.gamelan.agent.AgentRegistry;
import org.gamelan.assignment.Assignment;
import org.gamelan.assignment.Assignments;
import org.gamelan.failure.NotFoundException;
import org.gamelan.security.CurrentCaller;
import org.gamelan.security.Role;

/** Which task configs an agent does. */
@Path("/agents/{id}/assignments")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Agents", description = "Configured roles of models.")
public class AgentAssignmentsResource {
  private static final String LIST = "assignments";

  private Assignments assignments;
  private AgentRegistry agents;
  private Names names;
  private CurrentCaller caller;

  /** For the container's proxies. */
  protected AgentAssignmentsResource() {}

  @Inject
  AgentAssignmentsResource(
      Assignments assignments, AgentRegistry agents, Names names, CurrentCaller caller) {
    this.assignments = assignments;
    this.agents = agents;
    this.names = names;
    this.caller = caller;
  }

  @GET
  @RolesAllowed(Role.VIEWER_NAME)
  @Operation(
      summary = "Lists the task configs that an agent does, the oldest assignment first",
      description = "Also of an agent whose file is gone: they wait for it until they are removed.")
  public Page<Assignment> list(@PathParam("id") String id, @BeanParam Paging paging) {
    UUID after = paging.after(LIST, 1).map(values -> UUID.fromString(values.get(0))).orElse(null);
    String agent = names.agent(id);
    List<Assignment> rows = assignments.ofAgent(agent, after, paging.limit() + 1);
    if (rows.isEmpty()) {
      require(id);
    }
    return Page.of(
        rows, paging.limit(), row -> row, row -> Cursor.encode(LIST, row.id().toString()));
  }

  @POST
  @RolesAllowed(Role.ADMIN_NAME)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Assigns a task config to an agent",
      description = "It makes an agent instance with a memory of its own.")
  @APIResponse(
      responseCode = "201",
      description = "The assignment",
      content = @Content(schema = @Schema(implementation = Assignment.class)))
  @APIResponse(
      responseCode = "409",
      description = "It is assigned already, or the agent has a hundred.")
  public Response create(@PathParam("id") String id, AssignmentBody body, @Context UriInfo uri) {
    Assignment made =
        assignments.create(require(id), Bodies.require(body).taskConfig(), caller.require().name());
    return Response.created(
            uri.getBaseUriBuilder()
                .path("agents/{agent}/assignments/{id}")
                .build(made.agent(), made.id()))
        .entity(made)
        .build();
  }

  @GET
  @Path("/{assignmentId}")
  @RolesAllowed(Role.VIEWER_NAME)
  @Operation(summary = "Shows an assignment")
  @APIResponse(
      responseCode = "200",
      description = "The assignment",
      content = @Content(schema = @Schema(implementation = Assignment.class)))
  public Response read(
      @PathParam("id") String id,
      @PathParam("assignmentId") String assignmentId,
      @Context HttpHeaders headers) {
    return Etags.read(headers, require(id, assignmentId));
  }

  @DELETE
  @Path("/{assignmentId}")
  @RolesAllowed(Role.ADMIN_NAME)
  @Operation(
      summary = "Takes a task config from an agent, with the instance and its memory",
      description =
          "With unfinished tasks it retires: it takes nothing new and goes with the last.")
  @APIResponse(responseCode = "204", description = "It is gone")
  @APIResponse(
      responseCode = "202",
      description = "It retires",
      content = @Content(schema = @Schema(implementation = Assignment.class)))
  public Response delete(
      @PathParam("id") String id, @PathParam("assignmentId") String assignmentId) {
    Assignment assignment = require(id, assignmentId);
    if (assignments.delete(assignment.id())) {
      return Response.noContent().build();
    }
    return assignments
        .find(assignment.id())
        .map(retiring -> Response.accepted(retiring).build())
        .orElseGet(() -> Response.noContent().build());
  }

  private String require(String id) {
    String agent = names.agent(id);
    if (agents.find(agent).isEmpty()) {
      throw new NotFoundException(Names.AGENT, id);
    }
    return agent;
  }

  /** An assignment can be taken from an agent that is not there any more, too. */
  private Assignment require(String agent, String id) {
    return assignments
        .find(PathIds.parse("assignment", id))
        .filter(found -> StableIds.means(agent, Names.AGENT, found.agent()))
        .orElseThrow(() -> new NotFoundException("assignment", id));
  }
}
