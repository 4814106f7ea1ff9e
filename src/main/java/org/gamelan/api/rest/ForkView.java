package org.gamelan.api.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.gamelan.engine.Effect;
import org.gamelan.task.Forked;
import org.gamelan.task.LeftOverride;

/** A task that was forked, what it may have happen outside once more, and what did not go along. */
@Schema(name = "Fork")
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ForkView(
    @JsonUnwrapped TaskView task, List<Effect> repeats, List<LeftOverride> leftOut) {
  static ForkView of(Forked forked) {
    return new ForkView(TaskView.of(forked.task()), forked.repeats(), forked.leftOut());
  }
}
