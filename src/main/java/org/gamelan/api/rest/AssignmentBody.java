package org.gamelan.api.rest;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The task config that an agent is to do, by name or id. */
@Schema(name = "AssignmentInput")
@JsonIgnoreProperties({
  "id",
  "agent",
  "taskConfigId",
  "instance",
  "status",
  "createdBy",
  "createdAt"
})
public record AssignmentBody(String taskConfig) {}
