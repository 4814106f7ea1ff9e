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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.gamelan.agent.AgentDefinition;
import org.gamelan.agent.AgentRegistry;
import org.gamelan.engine.Permissions;
import org.gamelan.failure.NotFoundException;
import org.gamelan.security.Role;

/** What agents may do with their tools. */
@Path("/agents/{id}/permissions")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Agents", description = "Configured roles of models.")
public class AgentPermissionsResource {
  private Permissions permissions;
  private AgentRegistry agents;
  private Names names;

  /** For the container's proxies. */
  protected AgentPermissionsResource() {}

  @Inject
  AgentPermissionsResource(Permissions permissions, AgentRegistry agents, Names names) {
    this.permissions = permissions;
    this.agents = agents;
    this.names = names;
  }

  @GET
  @RolesAllowed(Role.VIEWER_NAME)
  @Operation(
      summary = "Tells what an agent may do with each of its tools, and why",
      description =
          "By the rules of the server, of the agent's folder and of the agent as they are now. In a"
              + " workflow the rules of its folder hold as well.")
  public Page<PermissionView> list(@PathParam("id") String id, @BeanParam Paging paging) {
    AgentDefinition agent =
        agents.find(names.agent(id)).orElseThrow(() -> new NotFoundException(Names.AGENT, id));
    List<PermissionView> all = permissions.of(agent).stream().map(PermissionView::of).toList();
    return paging.page("permissions", all, PermissionView::tool, view -> view);
  }
}
