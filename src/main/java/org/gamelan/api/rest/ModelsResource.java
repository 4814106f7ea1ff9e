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
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.gamelan.provider.ModelAliases;
import org.gamelan.provider.ModelRanking;
import org.gamelan.provider.ModelView;
import org.gamelan.security.Role;

/** The aliases under which agents know models. */
@Path("/models")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Models", description = "The aliases under which agents know models.")
public class ModelsResource {
  private ModelAliases models;
  private ModelRanking ranking;

  /** For the container's proxies. */
  protected ModelsResource() {}

  @Inject
  ModelsResource(ModelAliases models, ModelRanking ranking) {
    this.models = models;
    this.ranking = ranking;
  }

  @GET
  @RolesAllowed(Role.VIEWER_NAME)
  @Operation(
      summary = "Lists the newest version of every alias",
      description =
          "By name; with `prefer` the cheapest (`cost`) or the quickest (`latency`) first. With"
              + " `capability` only those that are known to have it.")
  public Page<ModelView> list(
      @QueryParam("capability") String capability,
      @QueryParam("prefer") String prefer,
      @BeanParam Paging paging) {
    List<ModelView> found = ranking.list(given(capability), given(prefer));
    Map<String, String> places = new HashMap<>();
    for (ModelView view : found) {
      String place = String.format(Locale.ROOT, "%06d", places.size());
      places.put(view.name(), given(prefer) == null ? view.name() : place);
    }
    String list = given(prefer) == null ? "models" : "models by " + prefer;
    return paging.page(list, found, view -> places.get(view.name()), view -> view);
  }

  private static String given(String text) {
    return text == null || text.isBlank() ? null : text.strip();
  }

  @POST
  @RolesAllowed(Role.ADMIN_NAME)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Adds an alias",
      description = "An alias that exists gets a new version; `name@2` names one of them.")
  @APIResponse(
      responseCode = "201",
      description = "The new version",
      content = @Content(schema = @Schema(implementation = ModelView.class)))
  public Response create(ModelBody body, @Context UriInfo uri) {
    ModelView view = models.create(Bodies.require(body).draft());
    return Created.at(uri, view.name() + "@" + view.version(), etag(view), view);
  }

  @GET
  @Path("/{name}")
  @RolesAllowed(Role.VIEWER_NAME)
  @Operation(summary = "Shows an alias: `name` for its newest version, or `name@version`")
  @APIResponse(
      responseCode = "200",
      description = "The version",
      content = @Content(schema = @Schema(implementation = ModelView.class)))
  public Response read(@PathParam("name") String name, @Context HttpHeaders headers) {
    ModelView view = models.require(name);
    return Etags.read(headers, etag(view), view);
  }

  @PUT
  @Path("/{name}")
  @RolesAllowed(Role.ADMIN_NAME)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Changes a version in place", description = "Takes `If-Match`.")
  @APIResponse(
      responseCode = "200",
      description = "The version as it is now",
      content = @Content(schema = @Schema(implementation = ModelView.class)))
  public Response change(
      @PathParam("name") String name, ModelBody body, @Context HttpHeaders headers) {
    ModelView seen = models.require(name);
    Etags.require(headers, etag(seen));
    String exact = seen.name() + "@" + seen.version();
    ModelView view = models.update(exact, Bodies.require(body).draft(), seen.revision());
    return Response.ok(view).tag(etag(view)).build();
  }

  @DELETE
  @Path("/{name}")
  @RolesAllowed(Role.ADMIN_NAME)
  @Operation(
      summary = "Removes `name@version`, or by `name` all versions",
      description =
          "While agents, stages of workflows, the fallbacks of other aliases or a setting name it:"
              + " 409 naming them, or with `force=true` it goes all the same and their calls fail"
              + " until they name another. Nothing takes the last version of `default` away.")
  @APIResponse(responseCode = "204", description = "It is gone")
  public void delete(
      @PathParam("name") String name,
      @QueryParam("force") boolean force,
      @Context HttpHeaders headers) {
    Etags.requireIfGiven(headers, etag(models.require(name)));
    models.delete(name, force);
  }

  private static String etag(ModelView view) {
    return view.version() + "." + view.revision();
  }
}
