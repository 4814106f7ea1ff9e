package org.gamelan.api.rest;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.gamelan.engine.Permissions;
import org.gamelan.failure.NotFoundException;
import org.gamelan.security.CurrentCaller;
import org.gamelan.security.Role;
import org.gamelan.task.Invocations;
import org.gamelan.tool.ToolDefinition;
import org.gamelan.tool.Tools;

/** What agents and tool stages may do besides talking. */
@Path("/tools")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Tools", description = "What agents and tool stages may do besides talking.")
public class ToolsResource {
  private Tools tools;
  private Permissions permissions;
  private Invocations invocations;
  private CurrentCaller caller;

  /** For the container's proxies. */
  protected ToolsResource() {}

  @Inject
  ToolsResource(
      Tools tools, Permissions permissions, Invocations invocations, CurrentCaller caller) {
    this.tools = tools;
    this.permissions = permissions;
    this.invocations = invocations;
    this.caller = caller;
  }

  @GET
  @RolesAllowed(Role.VIEWER_NAME)
  @Operation(summary = "Lists tools by name, with what the server's policy says to them")
  public Page<ToolView> list(@BeanParam Paging paging) {
    return paging.page("tools", tools.list(), ToolDefinition::name, tool -> view(tool, null));
  }

  @GET
  @Path("/{name}")
  @RolesAllowed(Role.VIEWER_NAME)
  @Operation(summary = "Shows a tool, with the agents that have it")
  @APIResponse(
      responseCode = "200",
      description = "The tool",
      content = @Content(schema = @Schema(implementation = ToolView.class)))
  public Response read(@PathParam("name") String name, @Context HttpHeaders headers) {
    ToolDefinition tool = tools.find(name).orElseThrow(() -> new NotFoundException("tool", name));
    return Etags.read(headers, view(tool, permissions.users(name)));
  }

  private ToolView view(ToolDefinition tool, List<String> agents) {
    return ToolView.of(
        tool, tools.settings(tool.name()), permissions.ofServer(tool.name()), agents);
  }

  @POST
  @Path("/{name}/invocations")
  @RolesAllowed(Role.OPERATOR_NAME)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Calls a tool",
      description =
          "Checked against its schema and against policy, and written into the audit log. It may"
              + " take 30 seconds. A tool that acts outside, and one for which policy asks a"
              + " person, takes `confirm`. With a `task` it works on that task's source, under that"
              + " task's policy.")
  @APIResponse(
      responseCode = "200",
      description = "What came of it, also when the tool failed",
      content = @Content(schema = @Schema(implementation = InvocationView.class)))
  @APIResponse(responseCode = "403", description = "Policy denies it; the detail tells why.")
  public InvocationView invoke(@PathParam("name") String name, InvocationBody body) {
    InvocationBody given = Bodies.require(body);
    return InvocationView.of(
        name,
        invocations.invoke(
            name,
            given.arguments(),
            given.taskId(),
            Boolean.TRUE.equals(given.confirm()),
            caller.require()));
  }
}
