package org.gamelan.api.rest;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.gamelan.agent.AgentDefinition;
import org.gamelan.agent.AgentRegistry;
import org.gamelan.engine.Definitions;
import org.gamelan.engine.DiscoveryReport;
import org.gamelan.failure.NotFoundException;
import org.gamelan.security.Role;

/** Configured roles of models. */
@Path("/agents")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Agents", description = "Configured roles of models.")
public class AgentsResource {
  private AgentRegistry agents;
  private Definitions definitions;

  /** For the container's proxies. */
  protected AgentsResource() {}

  @Inject
  AgentsResource(AgentRegistry agents, Definitions definitions) {
    this.agents = agents;
    this.definitions = definitions;
  }

  @GET
  @RolesAllowed(Role.VIEWER_NAME)
  @Operation(summary = "Lists agents by name")
  public Page<AgentView> list(@BeanParam Paging paging) {
    return paging.page("agents", agents.list(), AgentDefinition::name, AgentView::of);
  }

  @GET
  @Path("/discovery")
  @RolesAllowed(Role.VIEWER_NAME)
  @Operation(summary = "Shows what the last discovery of manifests found")
  public DiscoveryReport discovery() {
    return definitions.report();
  }

  @POST
  @Path("/discovery")
  @RolesAllowed(Role.OPERATOR_NAME)
  @Operation(
      summary = "Reads all manifests again",
      description = "What is broken keeps its last good version; running tasks keep theirs.")
  public DiscoveryReport discover() {
    return definitions.reload();
  }

  @GET
  @Path("/{id}")
  @RolesAllowed(Role.VIEWER_NAME)
  @Operation(summary = "Shows an agent, by id or name")
  @APIResponse(
      responseCode = "200",
      description = "The agent",
      content = @Content(schema = @Schema(implementation = AgentView.class)))
  public Response read(@PathParam("id") String id, @Context HttpHeaders headers) {
    AgentDefinition agent = require(id);
    return Etags.read(headers, agent.version(), AgentView.of(agent));
  }

  private AgentDefinition require(String idOrName) {
    return agents.list().stream()
        .filter(agent -> StableIds.means(idOrName, Names.AGENT, agent.name()))
        .findFirst()
        .orElseThrow(() -> new NotFoundException(Names.AGENT, idOrName));
  }
}
