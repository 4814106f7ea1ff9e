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
import org.gamelan.failure.NotFoundException;
import org.gamelan.security.Role;
import org.gamelan.tool.ToolDefinition;
import org.gamelan.tool.Tools;

/** What agents and tool stages may do besides talking. */
@Path("/tools")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Tools", description = "What agents and tool stages may do besides talking.")
public class ToolsResource {
  private Tools tools;

  /** For the container's proxies. */
  protected ToolsResource() {}

  @Inject
  ToolsResource(Tools tools) {
    this.tools = tools;
  }

  @GET
  @RolesAllowed(Role.VIEWER_NAME)
  @Operation(summary = "Lists tools by name")
  public Page<ToolView> list(@BeanParam Paging paging) {
    return paging.page("tools", tools.list(), ToolDefinition::name, ToolView::of);
  }

  @GET
  @Path("/{name}")
  @RolesAllowed(Role.VIEWER_NAME)
  @Operation(summary = "Shows a tool")
  public ToolView read(@PathParam("name") String name) {
    return tools.list().stream()
        .filter(tool -> tool.name().equals(name))
        .findFirst()
        .map(ToolView::of)
        .orElseThrow(() -> new NotFoundException("tool", name));
  }
}
