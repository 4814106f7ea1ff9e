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
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.gamelan.engine.memory.MemoryOwners;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.memory.Memories;
import org.gamelan.memory.MemoryCursor;
import org.gamelan.memory.MemoryEntry;
import org.gamelan.memory.MemoryFilter;
import org.gamelan.memory.MemoryOwner;
import org.gamelan.memory.MemoryScope;
import org.gamelan.memory.MemorySource;
import org.gamelan.security.CurrentCaller;
import org.gamelan.security.Role;

/** What is remembered of tasks, agents, projects and all. */
@Path("/memory")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Memory", description = "What is remembered of tasks, agents, projects and all.")
public class MemoryResource {
  private static final String LIST = "memory";

  private Memories memories;
  private MemoryOwners owners;
  private CurrentCaller caller;

  /** For the container's proxies. */
  protected MemoryResource() {}

  @Inject
  MemoryResource(Memories memories, MemoryOwners owners, CurrentCaller caller) {
    this.memories = memories;
    this.owners = owners;
    this.caller = caller;
  }

  @GET
  @RolesAllowed(Role.VIEWER_NAME)
  @Operation(
      summary = "Lists what is remembered",
      description =
          "What was changed last comes first; with `q` what fits best, newer entries before older"
              + " ones that fit as well.")
  public Page<MemoryView> list(@BeanParam MemoryQuery query, @BeanParam Paging paging) {
    MemoryFilter filter = query.filter(owners);
    MemoryCursor from =
        paging.after(LIST, 3).map(MemoryResource::cursor).orElse(MemoryCursor.START);
    List<MemoryEntry> rows = memories.list(query.backend(), filter, from, paging.limit() + 1);
    int seen = from.skip() + paging.limit();
    if (filter.text() != null && seen > Memories.MOST_FOUND) {
      rows = rows.subList(0, Math.min(rows.size(), paging.limit()));
    }
    return Page.of(
        rows,
        paging.limit(),
        MemoryView::of,
        row ->
            Cursor.encode(
                LIST, row.updatedAt().toString(), row.id().toString(), Integer.toString(seen)));
  }

  private static MemoryCursor cursor(List<String> values) {
    try {
      return new MemoryCursor(
          Instant.parse(values.get(0)),
          UUID.fromString(values.get(1)),
          Integer.parseInt(values.get(2)));
    } catch (DateTimeParseException | IllegalArgumentException e) {
      throw RestException.malformed("cursor", "is not a cursor of this list; begin without one");
    }
  }

  @POST
  @RolesAllowed(Role.OPERATOR_NAME)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Remembers something",
      description =
          "`scope`: `task`, `agent`, `project` or `global`, with the `owner` within it. `value` is"
              + " a text or any JSON document; `key` is unique for each owner.")
  @APIResponse(
      responseCode = "201",
      description = "The new entry",
      content = @Content(schema = @Schema(implementation = MemoryView.class)))
  @APIResponse(responseCode = "409", description = "The key is taken, or the memory is full.")
  public Response create(MemoryBody body, @Context UriInfo uri) {
    MemoryBody given = Bodies.require(body);
    MemoryEntry entry = memories.add(given.place(owners), given.draft(), writer());
    return Created.at(uri, entry.id(), entry.version(), MemoryView.of(entry));
  }

  @DELETE
  @RolesAllowed(Role.OPERATOR_NAME)
  @Operation(
      summary = "Forgets everything of an owner",
      description = "For good, in the database and on the node that answers.")
  @APIResponse(
      responseCode = "200",
      description = "How many entries are gone",
      content = @Content(schema = @Schema(implementation = ForgottenView.class)))
  public ForgottenView forgetAll(
      @Parameter(description = "`task`, `agent`, `project` or `global`.") @QueryParam("scope")
          String scope,
      @Parameter(description = "Whose; may be left out for `global`.") @QueryParam("owner")
          String owner) {
    MemoryScope wanted = MemoryBody.scope(scope);
    boolean missing = owner == null || owner.isBlank();
    if (missing && wanted != MemoryScope.GLOBAL) {
      throw new InvalidInputException("owner", "is missing; name whose memory is to be forgotten");
    }
    // Whoever is gone may have left something that is to be forgotten.
    MemoryOwner whose =
        wanted == MemoryScope.GLOBAL
            ? owners.require(wanted, owner)
            : new MemoryOwner(wanted, owners.nameOf(wanted, owner));
    return new ForgottenView(memories.forgetAll(whose));
  }

  @GET
  @Path("/{id}")
  @RolesAllowed(Role.VIEWER_NAME)
  @Operation(summary = "Shows an entry")
  @APIResponse(
      responseCode = "200",
      description = "The entry",
      content = @Content(schema = @Schema(implementation = MemoryView.class)))
  public Response read(@PathParam("id") String id, @Context HttpHeaders headers) {
    MemoryEntry entry = require(id);
    return Etags.read(headers, entry.version(), MemoryView.of(entry));
  }

  @PUT
  @Path("/{id}")
  @RolesAllowed(Role.OPERATOR_NAME)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Changes an entry",
      description = "Takes `If-Match`. Whose it is stays as it is.")
  @APIResponse(
      responseCode = "200",
      description = "The entry as it is now",
      content = @Content(schema = @Schema(implementation = MemoryView.class)))
  @APIResponse(responseCode = "409", description = "The key is taken.")
  public Response change(
      @PathParam("id") String id, MemoryBody body, @Context HttpHeaders headers) {
    MemoryEntry seen = require(id);
    Etags.require(headers, seen.version());
    MemoryBody given = Bodies.require(body);
    given.refuseMove(seen);
    MemoryEntry entry = memories.change(seen, given.draft(), writer());
    return Response.ok(MemoryView.of(entry)).tag(Integer.toString(entry.version())).build();
  }

  @DELETE
  @Path("/{id}")
  @RolesAllowed(Role.OPERATOR_NAME)
  @Operation(summary = "Forgets an entry")
  @APIResponse(responseCode = "204", description = "It is gone")
  public void delete(@PathParam("id") String id, @Context HttpHeaders headers) {
    MemoryEntry seen = require(id);
    Etags.requireIfGiven(headers, seen.version());
    memories.forget(seen);
  }

  private MemoryEntry require(String id) {
    return memories.require(PathIds.parse("memory entry", id));
  }

  private MemorySource writer() {
    return MemorySource.ofPerson(caller.require().name());
  }
}
