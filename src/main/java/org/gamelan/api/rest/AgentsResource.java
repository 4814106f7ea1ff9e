package org.gamelan.api.rest;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.gamelan.agent.AdminAgents;
import org.gamelan.agent.AgentBuilder;
import org.gamelan.agent.AgentEntry;
import org.gamelan.agent.AgentFigures;
import org.gamelan.agent.AgentFilter;
import org.gamelan.agent.AgentMetrics;
import org.gamelan.agent.AgentRegistry;
import org.gamelan.agent.ManifestAgents;
import org.gamelan.engine.Agents;
import org.gamelan.engine.DiscoveryReport;
import org.gamelan.failure.ConflictException;
import org.gamelan.failure.FieldError;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.failure.NotFoundException;
import org.gamelan.security.CurrentCaller;
import org.gamelan.security.Role;
import org.gamelan.task.AgentWork;

/** Configured roles of models. */
@Path("/agents")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Agents", description = "Configured roles of models.")
public class AgentsResource {
  private AgentRegistry agents;
  private AdminAgents administration;
  private AgentWork work;
  private AgentFigures figures;
  private Agents discovery;
  private Names names;
  private CurrentCaller caller;

  /** For the container's proxies. */
  protected AgentsResource() {}

  @Inject
  AgentsResource(
      AgentRegistry agents,
      AdminAgents administration,
      AgentWork work,
      AgentFigures figures,
      Agents discovery,
      Names names,
      CurrentCaller caller) {
    this.agents = agents;
    this.administration = administration;
    this.work = work;
    this.figures = figures;
    this.discovery = discovery;
    this.names = names;
    this.caller = caller;
  }

  @GET
  @RolesAllowed(Role.VIEWER_NAME)
  @Operation(
      summary = "Lists agents by name",
      description =
          "`status` and `source` take several values with commas; `q` is looked for in names,"
              + " roles, skills and descriptions.")
  public Page<AgentView> list(
      @Parameter(description = "available, busy, disabled or retiring.") @QueryParam("status")
          String status,
      @Parameter(description = "annotation, convention, configuration or admin.")
          @QueryParam("source")
          String source,
      @Parameter(description = "A part of what is written in it.") @QueryParam("q") String text,
      @BeanParam Paging paging) {
    AgentFilter filter = AgentQuery.parse(status, source, text);
    Map<String, Integer> unfinished = work.unfinished();
    List<AgentView> views =
        agents.entries().stream()
            .filter(entry -> filter.matches(entry, unfinished.getOrDefault(entry.name(), 0)))
            .map(entry -> AgentView.of(entry, unfinished.getOrDefault(entry.name(), 0)))
            .toList();
    return paging.page("agents", views, AgentView::name, view -> view);
  }

  @POST
  @RolesAllowed(Role.ADMIN_NAME)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Makes an agent",
      description = "It may take the name of a built-in one and then stands in front of it.")
  @APIResponse(
      responseCode = "201",
      description = "The new agent",
      content = @Content(schema = @Schema(implementation = AgentView.class)))
  @APIResponse(responseCode = "409", description = "The name is taken.")
  public Response create(AgentBody body, @Context UriInfo uri) {
    AgentBuilder draft = Bodies.require(body).draft(names);
    return created(administration.create(draft, caller.require().name()), uri);
  }

  @POST
  @RolesAllowed(Role.ADMIN_NAME)
  @Consumes({"application/yaml", "text/yaml", "text/markdown"})
  @Operation(
      summary = "Makes an agent of the text of a file",
      description =
          "As YAML what stands below an agent's name in a manifest, with its `name`; as Markdown a"
              + " `SKILL.md`.")
  @APIResponse(
      responseCode = "201",
      description = "The new agent",
      content = @Content(schema = @Schema(implementation = AgentView.class)))
  public Response createFromText(
      @Parameter(description = "The file's name, which names the agent when the text does not.")
          @QueryParam("file")
          String file,
      byte[] body,
      @Context HttpHeaders headers,
      @Context UriInfo uri) {
    boolean skill = headers.getMediaType().getSubtype().equals("markdown");
    String name = file == null || !file.matches("[\\w. -]{1,200}\\.ya?ml") ? "agent.yaml" : file;
    AgentBuilder draft = ManifestAgents.draft(skill ? "SKILL.md" : name, StrictJson.utf8(body));
    return created(administration.create(draft, caller.require().name()), uri);
  }

  private Response created(AgentEntry entry, UriInfo uri) {
    return Response.created(
            uri.getBaseUriBuilder().path("agents/{id}").build(entry.id().toString()))
        .tag(Integer.toString(entry.definition().version()))
        .entity(AgentView.of(entry, 0))
        .build();
  }

  @GET
  @Path("/discovery")
  @RolesAllowed(Role.VIEWER_NAME)
  @Operation(summary = "Shows what the last discovery of agents and manifests found")
  public DiscoveryReport report() {
    return discovery.report();
  }

  @POST
  @Path("/discovery")
  @RolesAllowed(Role.OPERATOR_NAME)
  @Operation(
      summary = "Looks for agents and reads all manifests again",
      description = "What is broken keeps its last good version; running tasks keep theirs.")
  public DiscoveryReport discover() {
    return discovery.reload();
  }

  @GET
  @Path("/{id}")
  @RolesAllowed(Role.VIEWER_NAME)
  @Operation(summary = "Shows an agent, by id or name")
  @APIResponse(
      responseCode = "200",
      description = "The agent",
      content = @Content(schema = @Schema(implementation = AgentView.class)))
  public Response read(@PathParam("id") String id) {
    return shown(require(id));
  }

  /** Never "not modified": tasks and switches change what is shown, but not the version. */
  private Response shown(AgentEntry entry) {
    return Response.ok(AgentView.of(entry, work.unfinished(entry.name())))
        .tag(Integer.toString(entry.definition().version()))
        .build();
  }

  @PUT
  @Path("/{id}")
  @RolesAllowed(Role.ADMIN_NAME)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Changes an agent that was made here",
      description =
          "Takes `If-Match`. What changes makes the next version; tasks that have begun keep"
              + " theirs. An agent from a file answers 409: edit the file, or clone it.")
  @APIResponse(
      responseCode = "200",
      description = "The agent as it is now",
      content = @Content(schema = @Schema(implementation = AgentView.class)))
  public Response change(@PathParam("id") String id, AgentBody body, @Context HttpHeaders headers) {
    AgentEntry seen = require(id);
    Etags.require(headers, seen.definition().version());
    AgentBody given = Bodies.require(body);
    if (given.name() != null && !given.name().equals(seen.name())) {
      throw new InvalidInputException(
          List.of(
              new FieldError(
                  "name", "cannot be changed; clone '" + seen.name() + "' under the new name")));
    }
    return shown(
        administration.update(
            given.draft(seen.name(), names), seen.definition().version(), caller.require().name()));
  }

  @DELETE
  @Path("/{id}")
  @RolesAllowed(Role.ADMIN_NAME)
  @Operation(
      summary = "Removes an agent that was made here",
      description =
          "While tasks of it are unfinished it retires: it takes nothing new and goes when they"
              + " have ended; `enable` takes that back. Its versions and tasks stay readable.")
  @APIResponse(responseCode = "204", description = "It is gone")
  @APIResponse(
      responseCode = "202",
      description = "It retires",
      content = @Content(schema = @Schema(implementation = AgentView.class)))
  @APIResponse(responseCode = "409", description = "It comes from a file.")
  public Response delete(@PathParam("id") String id, @Context HttpHeaders headers) {
    AgentEntry entry = require(id);
    Etags.requireIfGiven(headers, entry.definition().version());
    if (work.remove(entry.name())) {
      return Response.noContent().build();
    }
    return agents
        .findEntry(entry.name())
        .map(now -> Response.accepted(AgentView.of(now, work.unfinished(now.name()))).build())
        .orElseGet(() -> Response.noContent().build());
  }

  @POST
  @Path("/{id}/enable")
  @RolesAllowed(Role.OPERATOR_NAME)
  @Operation(
      summary = "Lets an agent take new tasks",
      description = "Of any source, and for good: restarts do not change it. Ends a retirement.")
  public AgentView enable(@PathParam("id") String id) {
    return view(administration.enable(require(id).name()));
  }

  @POST
  @Path("/{id}/disable")
  @RolesAllowed(Role.OPERATOR_NAME)
  @Operation(
      summary = "Lets an agent take no new tasks",
      description = "Of any source, and for good: restarts do not change it. What runs goes on.")
  public AgentView disable(@PathParam("id") String id) {
    return view(administration.disable(require(id).name()));
  }

  @POST
  @Path("/{id}/clone")
  @RolesAllowed(Role.ADMIN_NAME)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Makes an agent like this one, under another name")
  @APIResponse(
      responseCode = "201",
      description = "The new agent",
      content = @Content(schema = @Schema(implementation = AgentView.class)))
  @APIResponse(responseCode = "409", description = "The name is taken.")
  public Response copy(@PathParam("id") String id, CloneBody body, @Context UriInfo uri) {
    AgentEntry entry = require(id);
    String name = Bodies.require(body).name();
    if (agents.findEntry(String.valueOf(name)).isPresent()) {
      throw new ConflictException("There is an agent '" + name + "' already.");
    }
    AgentBuilder draft = AgentBuilder.copy(entry.definition(), name);
    return created(administration.create(draft, caller.require().name()), uri);
  }

  @GET
  @Path("/{id}/metrics")
  @RolesAllowed(Role.VIEWER_NAME)
  @Operation(
      summary = "Adds up what an agent did lately",
      description = "Its stage runs and calls of models; of an agent that is gone, too.")
  public AgentMetrics metrics(
      @PathParam("id") String id,
      @Parameter(description = "How far back: `24h`, `7d` (default), `30d` at most.")
          @QueryParam("window")
          String window) {
    return figures.of(administration.everKnown(id), window);
  }

  private AgentView view(AgentEntry entry) {
    return AgentView.of(entry, work.unfinished(entry.name()));
  }

  private AgentEntry require(String idOrName) {
    return agents.resolve(idOrName).orElseThrow(() -> new NotFoundException(Names.AGENT, idOrName));
  }
}
