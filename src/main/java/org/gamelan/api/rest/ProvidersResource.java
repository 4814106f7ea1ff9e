package org.gamelan.api.rest;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotAllowedException;
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
import org.gamelan.provider.ModelImport;
import org.gamelan.provider.ModelOffers;
import org.gamelan.provider.OfferedView;
import org.gamelan.provider.ProviderTrial;
import org.gamelan.provider.ProviderValidation;
import org.gamelan.provider.ProviderView;
import org.gamelan.provider.Providers;
import org.gamelan.security.CurrentCaller;
import org.gamelan.security.Role;

/** Places where models are served. */
@Path("/providers")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Providers", description = "Places where models are served.")
public class ProvidersResource {
  private Providers providers;
  private ProviderValidation validation;
  private ProviderTrial trial;
  private ModelOffers offers;
  private CurrentCaller caller;

  /** For the container's proxies. */
  protected ProvidersResource() {}

  @Inject
  ProvidersResource(
      Providers providers,
      ProviderValidation validation,
      ProviderTrial trial,
      ModelOffers offers,
      CurrentCaller caller) {
    this.providers = providers;
    this.validation = validation;
    this.trial = trial;
    this.offers = offers;
    this.caller = caller;
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
  public Response read(@PathParam("id") String id) {
    ProviderView view = providers.require(id);
    // Never "not modified": validations change what is shown, but not the version.
    return Response.ok(view).tag(Integer.toString(view.version())).build();
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

  @POST
  @Path("/{id}/validation")
  @RolesAllowed(Role.ADMIN_NAME)
  @Consumes({MediaType.APPLICATION_JSON, MediaType.WILDCARD})
  @Operation(
      summary = "Has a provider validated",
      description =
          "Answers at once; the outcome is in its `status` and `steps`, and told by the event"
              + " `provider.validated`. The body may be left out; `call` has a model called for one"
              + " token, too, where the budgets for all calls and those of the request's API key"
              + " cover that; else the step `call` is `skipped` and tells which one does not. One"
              + " that is being validated goes on.")
  @APIResponse(
      responseCode = "202",
      description = "The provider as it is now",
      content = @Content(schema = @Schema(implementation = ProviderView.class)))
  public Response validate(@PathParam("id") String id, @Context UriInfo uri, byte[] body) {
    ProviderView view = providers.require(id);
    boolean call =
        body.length > 0 && Boolean.TRUE.equals(StrictJson.read(body, ValidationBody.class).call());
    validation.request(view.id(), call, caller.require().keyId().orElse(null));
    return Response.accepted(providers.require(view.id().toString()))
        .location(uri.getBaseUriBuilder().path("providers").path(view.id().toString()).build())
        .build();
  }

  @POST
  @Path("/{id}")
  @RolesAllowed(Role.ADMIN_NAME)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Tries a provider without saving it, where `id` is `test`",
      description =
          "Takes what `POST /providers` takes and 15 seconds at most. Without `apiKey`, a stored"
              + " provider of that name and host lends its own.")
  @APIResponse(
      responseCode = "200",
      description = "What was found",
      content = @Content(schema = @Schema(implementation = TrialView.class)))
  public TrialView test(@PathParam("id") String id, ProviderBody body) {
    // A path of its own would hide a provider that has this name.
    if (!id.equals("test")) {
      throw new NotAllowedException("GET", new String[] {"PUT", "DELETE"});
    }
    return TrialView.of(trial.of(Bodies.require(body).draft()));
  }

  @GET
  @Path("/{id}/models")
  @RolesAllowed(Role.VIEWER_NAME)
  @Operation(
      summary = "Lists the models of a provider",
      description = "Those it listed when it was last validated, and those that aliases use.")
  public Page<OfferedView> models(@PathParam("id") String id, @BeanParam Paging paging) {
    return paging.page("provider-models", offers.list(id), OfferedView::model, view -> view);
  }

  @POST
  @Path("/{id}/models/import")
  @RolesAllowed(Role.ADMIN_NAME)
  @Consumes({MediaType.APPLICATION_JSON, MediaType.WILDCARD})
  @Operation(
      summary = "Makes aliases for models that a provider lists",
      description =
          "`models` names some of them; without it, or without a body, all. A model that has an"
              + " alias is skipped.")
  @APIResponse(
      responseCode = "200",
      description = "What was made and what was left out",
      content = @Content(schema = @Schema(implementation = ModelImport.class)))
  @APIResponse(responseCode = "409", description = "It has given no list of models yet.")
  public ModelImport importModels(@PathParam("id") String id, byte[] body) {
    List<String> names = body.length == 0 ? null : StrictJson.read(body, ImportBody.class).models();
    if (names != null && names.contains(null)) {
      throw RestException.malformed("models", "must be a list of texts");
    }
    return offers.importModels(id, names);
  }
}
