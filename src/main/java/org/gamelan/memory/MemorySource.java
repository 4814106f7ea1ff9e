package org.gamelan.memory;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Where an entry comes from.
 *
 * @param task the task within which it was written, or null
 * @param stage the stage, or null
 * @param agent the agent that wrote it, or null
 * @param by the person who wrote it, or null
 */
@Schema(name = "MemorySource")
@JsonInclude(JsonInclude.Include.ALWAYS)
public record MemorySource(UUID task, String stage, String agent, String by) {

  public static MemorySource ofPerson(String name) {
    return new MemorySource(null, null, null, name);
  }
}
