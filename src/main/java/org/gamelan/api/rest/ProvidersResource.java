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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.gamelan.provider.ModelAliases;
import org.gamelan.provider.ModelView;
import org.gamelan.provider.ProviderView;
import org.gamelan.provider.Providers;
import org.gamelan.security.Role;

/** Places where models are served. */
@Path("/providers")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Providers", description = "Places where models are served.")
public class ProvidersResource {
  private Providers providers;
  private ModelAliases models;

  /** For the container's proxies. */
  protected ProvidersResource() {}

  @Inject
  ProvidersResource(Providers providers, ModelAliases models) {
    this.providers = providers;
    this.models = models;
  }

  @GET
  @RolesAllowed(Role.VIEWER_NAME)
  @Operation(summary = "Lists providers by name")
  public Page<ProviderView> list(@BeanParam Paging paging) {
    return paging.page("providers", providers.list(), ProviderView::name, view -> view);
  }

  @POST
  @RolesAllowed(Role.ADMIN_NAME)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Adds a provider", description = "Its credential is never shown again.")
  @APIResponse(
      responseCode = "201",
      description = "The new provider",
      content = @Content(schema = @Schema(implementation = ProviderView.class)))
  public Response create(ProviderBody body, @Context UriInfo uri) {
    ProviderView view = providers.create(Bodies.require(body).draft());
    return Created.at(uri, view.id(), view.version(), view);
  }

  @GET
  @Path("/{id}")
  @RolesAllowed(Role.VIEWER_NAME)
  @Operation(summary = "Shows a provider, by id or name")
  @APIResponse(
      responseCode = "200",
      description = "The provider",
      content = @Content(schema = @Schema(implementation = ProviderView.class)))
  public Response read(@PathParam("id") String id, @Context HttpHeaders headers) {
    ProviderView view = providers.require(id);
    return Etags.read(headers, view.version(), view);
  }

  @PUT
  @Path("/{id}")
  @RolesAllowed(Role.ADMIN_NAME)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Changes a provider",
      description =
          "Takes `If-Match`. Its credential stays unless another is given; when the host changes it"
              + " has to be given again.")
  @APIResponse(
      responseCode = "200",
      description = "The provider as it is now",
      content = @Content(schema = @Schema(implementation = ProviderView.class)))
  public Response change(
      @PathParam("id") String id, ProviderBody body, @Context HttpHeaders headers) {
    ProviderView seen = providers.require(id);
    Etags.require(headers, seen.version());
    ProviderView view =
        providers.update(seen.id().toString(), Bodies.require(body).draft(), seen.version());
    return Response.ok(view).tag(Integer.toString(view.version())).build();
  }

  @DELETE
  @Path("/{id}")
  @RolesAllowed(Role.ADMIN_NAME)
  @Operation(
      summary = "Removes a provider",
      description =
          "While models are served by it: 409 naming them, or with `force=true` it is retired and"
              + " takes no calls any more.")
  @APIResponse(responseCode = "204", description = "It is gone")
  @APIResponse(
      responseCode = "200",
      description = "It was retired",
      content = @Content(schema = @Schema(implementation = ProviderView.class)))
  public Response delete(
      @PathParam("id") String id,
      @QueryParam("force") boolean force,
      @Context HttpHeaders headers) {
    ProviderView seen = providers.require(id);
    Etags.requireIfGiven(headers, seen.version());
    return providers.delete(seen.id().toString(), force)
        ? Response.noContent().build()
        : Response.ok(providers.require(id)).build();
  }

  @GET
  @Path("/{id}/models")
  @RolesAllowed(Role.VIEWER_NAME)
  @Operation(summary = "Lists the model aliases that a provider serves")
  public Page<ModelView> models(@PathParam("id") String id, @BeanParam Paging paging) {
    String name = providers.require(id).name();
    List<ModelView> served =
        models.list().stream().filter(model -> model.provider().equals(name)).toList();
    return paging.page("provider-models", served, ModelView::name, view -> view);
  }
}
