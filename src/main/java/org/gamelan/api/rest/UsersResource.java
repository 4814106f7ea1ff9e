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
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.gamelan.security.CurrentCaller;
import org.gamelan.security.Role;
import org.gamelan.security.User;
import org.gamelan.security.Users;

/** People who may sign in. */
@Path("/users")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Users", description = "People who may sign in, and what they may do.")
public class UsersResource {
  private static final String LIST = "users";

  private Users users;
  private CurrentCaller caller;

  /** For the container's proxies. */
  protected UsersResource() {}

  @Inject
  UsersResource(Users users, CurrentCaller caller) {
    this.users = users;
    this.caller = caller;
  }

  @GET
  @RolesAllowed(Role.ADMIN_NAME)
  @Operation(summary = "Lists people by name")
  public Page<UserView> list(@BeanParam Paging paging) {
    Optional<String> after = paging.after(LIST, 1).map(values -> values.get(0));
    List<User> rows = users.list(after, paging.limit() + 1);
    return Page.of(rows, paging.limit(), UserView::of, user -> Cursor.encode(LIST, user.name()));
  }

  @POST
  @RolesAllowed(Role.ADMIN_NAME)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Adds a person")
  @APIResponse(
      responseCode = "201",
      description = "The new user",
      content = @Content(schema = @Schema(implementation = UserView.class)))
  public Response create(UserBody body, @Context UriInfo uri) {
    UserBody given = Bodies.require(body);
    User user = users.create(given.name(), given.password(), given.parsedRole().orElse(null));
    if (Boolean.FALSE.equals(given.enabled())) {
      user = users.change(user.id(), Optional.empty(), Optional.of(false), Optional.empty());
    }
    return Created.at(uri, user.id(), user.version(), UserView.of(user));
  }

  @GET
  @Path("/me")
  @RolesAllowed(Role.VIEWER_NAME)
  @Operation(summary = "Shows who is asking")
  public UserView me() {
    return UserView.of(users.require(caller.require().userId().toString()));
  }

  @POST
  @Path("/me/password")
  @RolesAllowed(Role.VIEWER_NAME)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Changes one's own password",
      description = "Ends the sessions that were begun with the old one.")
  @APIResponse(responseCode = "204", description = "It is changed")
  public void changePassword(PasswordBody body) {
    PasswordBody given = Bodies.require(body);
    users.changeOwnPassword(caller.require().userId(), given.current(), given.password());
  }

  @GET
  @Path("/{id}")
  @RolesAllowed(Role.ADMIN_NAME)
  @Operation(summary = "Shows a person, by id or name")
  @APIResponse(
      responseCode = "200",
      description = "The user",
      content = @Content(schema = @Schema(implementation = UserView.class)))
  public Response read(@PathParam("id") String id, @Context HttpHeaders headers) {
    User user = users.require(id);
    return Etags.read(headers, user.version(), UserView.of(user));
  }

  @PUT
  @Path("/{id}")
  @RolesAllowed(Role.ADMIN_NAME)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Changes a person's role, password or whether they may sign in",
      description = "Takes `If-Match`. At least one enabled administrator has to remain.")
  @APIResponse(
      responseCode = "200",
      description = "The user as they are now",
      content = @Content(schema = @Schema(implementation = UserView.class)))
  public Response change(@PathParam("id") String id, UserBody body, @Context HttpHeaders headers) {
    User seen = users.require(id);
    Etags.require(headers, seen.version());
    UserBody given = Bodies.require(body);
    given.refuseOtherName(seen.name());
    User user =
        users.change(
            seen.id(),
            given.parsedRole(),
            Optional.ofNullable(given.enabled()),
            Optional.ofNullable(given.password()));
    return Response.ok(UserView.of(user)).tag(Integer.toString(user.version())).build();
  }

  @DELETE
  @Path("/{id}")
  @RolesAllowed(Role.ADMIN_NAME)
  @Operation(summary = "Removes a person and their API keys")
  @APIResponse(responseCode = "204", description = "They are gone")
  public void delete(@PathParam("id") String id, @Context HttpHeaders headers) {
    User seen = users.require(id);
    Etags.requireIfGiven(headers, seen.version());
    users.delete(seen.id());
  }
}
