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
import org.gamelan.provider.Budget;
import org.gamelan.provider.BudgetState;
import org.gamelan.provider.Budgets;
import org.gamelan.security.Role;

/** What may be spent on models. */
@Path("/budgets")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Budgets", description = "What may be spent on models.")
public class BudgetsResource {
  private static final int ACCOUNTS = 100;
  private static final int ALL_ACCOUNTS = 1_000;

  private Budgets budgets;
  private Names names;

  /** For the container's proxies. */
  protected BudgetsResource() {}

  @Inject
  BudgetsResource(Budgets budgets, Names names) {
    this.budgets = budgets;
    this.names = names;
  }

  @GET
  @RolesAllowed(Role.VIEWER_NAME)
  @Operation(summary = "Lists budgets by name, with what is spent of them")
  public Page<BudgetView> list(@BeanParam Paging paging) {
    List<BudgetState> states = budgets.states(Optional.empty(), ALL_ACCOUNTS);
    return paging.page(
        "budgets", budgets.list(), Budget::name, budget -> BudgetView.of(budget, states));
  }

  @POST
  @RolesAllowed(Role.ADMIN_NAME)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Makes a budget",
      description =
          "`scope`: `all`, `task`, `agent` or `key`; without a `subject` each task, agent or key"
              + " has it by itself. `period`: `day` or `total`. `unit`: `cost` or `tokens`."
              + " `exhausted`: whether tasks `wait` or `fail`.")
  @APIResponse(
      responseCode = "201",
      description = "The new budget",
      content = @Content(schema = @Schema(implementation = BudgetView.class)))
  public Response create(BudgetBody body, @Context UriInfo uri) {
    Budget budget = budgets.create(Bodies.require(body).draft(names));
    return Created.at(uri, budget.id(), budget.version(), BudgetView.of(budget, List.of()));
  }

  @GET
  @Path("/{id}")
  @RolesAllowed(Role.VIEWER_NAME)
  @Operation(summary = "Shows a budget, by id or name")
  @APIResponse(
      responseCode = "200",
      description = "The budget",
      content = @Content(schema = @Schema(implementation = BudgetView.class)))
  public Response read(@PathParam("id") String id) {
    Budget budget = budgets.require(id);
    return Response.ok(view(budget)).tag(Integer.toString(budget.version())).build();
  }

  @PUT
  @Path("/{id}")
  @RolesAllowed(Role.ADMIN_NAME)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Changes a budget",
      description = "Takes `If-Match`. What was spent stays counted.")
  @APIResponse(
      responseCode = "200",
      description = "The budget as it is now",
      content = @Content(schema = @Schema(implementation = BudgetView.class)))
  public Response change(
      @PathParam("id") String id, BudgetBody body, @Context HttpHeaders headers) {
    Budget seen = budgets.require(id);
    Etags.require(headers, seen.version());
    Budget budget = budgets.update(seen.id(), seen.version(), Bodies.require(body).draft(names));
    return Response.ok(view(budget)).tag(Integer.toString(budget.version())).build();
  }

  @DELETE
  @Path("/{id}")
  @RolesAllowed(Role.ADMIN_NAME)
  @Operation(summary = "Removes a budget and its accounts")
  @APIResponse(responseCode = "204", description = "It is gone")
  public void delete(@PathParam("id") String id, @Context HttpHeaders headers) {
    Budget seen = budgets.require(id);
    Etags.requireIfGiven(headers, seen.version());
    budgets.delete(seen.id());
  }

  private BudgetView view(Budget budget) {
    return BudgetView.of(budget, budgets.states(Optional.of(budget.id()), ACCOUNTS));
  }
}
