package org.gamelan.api.rest;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.gamelan.agent.AgentScore;
import org.gamelan.evolution.ScoreBoard;
import org.gamelan.security.Role;

/** How well agents do. */
@Path("/scores")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Scores", description = "How well agents do, by class of task.")
public class ScoresResource {
  private ScoreBoard scores;
  private Names names;

  /** For the container's proxies. */
  protected ScoresResource() {}

  @Inject
  ScoresResource(ScoreBoard scores, Names names) {
    this.scores = scores;
    this.names = names;
  }

  @GET
  @RolesAllowed(Role.VIEWER_NAME)
  @Operation(
      summary = "Lists scores of agents by agent and class of task",
      description =
          "A class is the task config, else the pipeline, else the workflow of a task. `fitness`"
              + " goes from 0 to 1 and is 0.5 while there are too few samples; `parts` tells what"
              + " it is made of. Runs count half after each half-life.")
  public Page<AgentScore> list(
      @Parameter(description = "Only of this agent, by name or id.") @QueryParam("agent")
          String agent,
      @Parameter(description = "Only of this class of tasks.") @QueryParam("taskClass")
          String taskClass,
      @BeanParam Paging paging) {
    return paging.page(
        "scores",
        scores.list(names.agent(agent), taskClass),
        score -> score.agent() + "/" + score.taskClass(),
        score -> score);
  }
}
