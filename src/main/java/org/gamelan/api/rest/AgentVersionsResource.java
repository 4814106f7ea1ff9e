package org.gamelan.api.rest;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.gamelan.agent.AdminAgents;
import org.gamelan.agent.AgentDifference;
import org.gamelan.agent.AgentVersion;
import org.gamelan.failure.NotFoundException;
import org.gamelan.security.Role;

/** What agents were before. */
@Path("/agents/{id}/versions")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Agents", description = "Configured roles of models.")
public class AgentVersionsResource {
  private AdminAgents agents;

  /** For the container's proxies. */
  protected AgentVersionsResource() {}

  @Inject
  AgentVersionsResource(AdminAgents agents) {
    this.agents = agents;
  }

  @GET
  @RolesAllowed(Role.VIEWER_NAME)
  @Operation(
      summary = "Lists the versions of an agent, the newest first",
      description = "Of an agent that is gone, too. The latest 200 are kept.")
  public Page<AgentVersionView> list(@PathParam("id") String id, @BeanParam Paging paging) {
    String name = agents.everKnown(id);
    return paging.page(
        "agent-versions of " + name,
        agents.versions(name),
        version ->
            String.format(Locale.ROOT, "%010d", Integer.MAX_VALUE - version.definition().version()),
        AgentVersionView::of);
  }

  @GET
  @Path("/{number}")
  @RolesAllowed(Role.VIEWER_NAME)
  @Operation(summary = "Shows one version of an agent")
  public AgentVersionView read(@PathParam("id") String id, @PathParam("number") String number) {
    return AgentVersionView.of(require(id, number));
  }

  @GET
  @Path("/{number}/difference")
  @RolesAllowed(Role.VIEWER_NAME)
  @Operation(
      summary = "Tells in which fields two versions differ",
      description = "`before` and `after` are left out where a field was not there.")
  public Difference difference(
      @PathParam("id") String id,
      @PathParam("number") String number,
      @Parameter(description = "The other version; left out: the newest.") @QueryParam("to")
          String to) {
    AgentVersion from = require(id, number);
    AgentVersion other =
        to == null || to.isBlank()
            ? agents.versions(id).get(0)
            : agents.version(id, given("to", to));
    return new Difference(
        from.definition().version(),
        other.definition().version(),
        AgentDifference.between(from.definition(), other.definition()));
  }

  /**
   * What two versions differ in.
   *
   * @param from the number of the first
   * @param to the number of the second
   * @param items field by field
   */
  public record Difference(int from, int to, List<AgentDifference> items) {}

  private AgentVersion require(String id, String number) {
    if (!number.matches("[0-9]{1,9}")) {
      throw new NotFoundException("version " + number + " of the agent", id);
    }
    return agents.version(id, Integer.parseInt(number));
  }

  private static int given(String parameter, String number) {
    if (!number.matches("[0-9]{1,9}")) {
      throw RestException.malformed(parameter, "must be the number of a version");
    }
    return Integer.parseInt(number);
  }
}
