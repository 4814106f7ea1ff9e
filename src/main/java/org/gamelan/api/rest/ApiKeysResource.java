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
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.gamelan.failure.NotFoundException;
import org.gamelan.security.ApiKey;
import org.gamelan.security.ApiKeys;
import org.gamelan.security.Caller;
import org.gamelan.security.CurrentCaller;
import org.gamelan.security.IssuedKey;
import org.gamelan.security.Role;
import org.gamelan.security.User;
import org.gamelan.security.Users;

/** Keys with which programs come in: everybody sees their own, administrators all. */
@Path("/api-keys")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "API keys", description = "Keys with which programs come in.")
public class ApiKeysResource {
  private static final String LIST = "api-keys";

  private ApiKeys keys;
  private Users users;
  private CurrentCaller caller;
  private Clock clock;

  /** For the container's proxies. */
  protected ApiKeysResource() {}

  @Inject
  ApiKeysResource(ApiKeys keys, Users users, CurrentCaller caller, Clock clock) {
    this.keys = keys;
    this.users = users;
    this.caller = caller;
    this.clock = clock;
  }

  @GET
  @RolesAllowed(Role.VIEWER_NAME)
  @Operation(
      summary = "Lists API keys, latest first",
      description = "Everybody's for administrators, one's own for others.")
  public Page<ApiKeyView> list(
      @Parameter(description = "Only the keys of this user, by name or id.") @QueryParam("user")
          String user,
      @BeanParam Paging paging) {
    Optional<UUID> before = paging.after(LIST, 1).map(values -> UUID.fromString(values.get(0)));
    List<ApiKey> rows = keys.list(ownerFilter(user), before, paging.limit() + 1);
    return Page.of(
        rows, paging.limit(), this::view, key -> Cursor.encode(LIST, key.id().toString()));
  }

  private Optional<UUID> ownerFilter(String user) {
    Caller asking = caller.require();
    if (asking.role() != Role.ADMIN) {
      return Optional.of(asking.userId());
    }
    return Optional.ofNullable(user).map(users::require).map(User::id);
  }

  @POST
  @RolesAllowed(Role.VIEWER_NAME)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Makes an API key",
      description = "The key itself is in this answer and nowhere else.")
  @APIResponse(
      responseCode = "201",
      description = "The new key",
      content = @Content(schema = @Schema(implementation = ApiKeyView.class)))
  public Response create(ApiKeyBody body, @Context UriInfo uri) {
    ApiKeyBody given = Bodies.require(body);
    Caller asking = caller.require();
    User owner = owner(given.user(), asking);
    Role most = asking.role().atMost(owner.role());
    Role role = Roles.parse(given.role()).orElse(most);
    if (!asking.role().covers(role)) {
      throw RestException.forbidden("Nobody makes keys that may do more than they may.");
    }
    IssuedKey issued =
        keys.create(owner.id(), given.name(), role, Optional.ofNullable(given.expiresAt()));
    ApiKeyView view = ApiKeyView.of(issued.key(), clock.instant(), issued.text().reveal());
    return Created.at(uri, view.id(), view.status(), view);
  }

  private User owner(String named, Caller asking) {
    if (named == null) {
      return users.require(asking.userId().toString());
    }
    boolean self =
        named.equalsIgnoreCase(asking.name()) || named.equals(asking.userId().toString());
    if (!self && asking.role() != Role.ADMIN) {
      throw RestException.forbidden("Only administrators make keys for others.");
    }
    return users.require(named);
  }

  @GET
  @Path("/{id}")
  @RolesAllowed(Role.VIEWER_NAME)
  @Operation(summary = "Shows an API key")
  @APIResponse(
      responseCode = "200",
      description = "The API key",
      content = @Content(schema = @Schema(implementation = ApiKeyView.class)))
  public Response read(@PathParam("id") String id, @Context HttpHeaders headers) {
    return Etags.read(headers, view(require(id)));
  }

  @DELETE
  @Path("/{id}")
  @RolesAllowed(Role.VIEWER_NAME)
  @Operation(summary = "Revokes an API key", description = "It stays in the list as revoked.")
  @APIResponse(responseCode = "204", description = "It is revoked")
  public void revoke(@PathParam("id") String id) {
    keys.revoke(require(id).id());
  }

  /** Another person's key is as if it were not there. */
  private ApiKey require(String id) {
    Caller asking = caller.require();
    ApiKey key = keys.require(PathIds.parse("API key", id));
    if (asking.role() != Role.ADMIN && !key.user().id().equals(asking.userId())) {
      throw new NotFoundException("API key", id);
    }
    return key;
  }

  private ApiKeyView view(ApiKey key) {
    return ApiKeyView.of(key, clock.instant(), null);
  }
}
