package org.gamelan.api.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.gamelan.failure.FieldError;

/**
 * Problem details (RFC 9457): the body of every answer that tells of a failure.
 *
 * @param type a URI that names the sort of problem
 * @param title the sort of problem in words
 * @param status the HTTP status
 * @param detail what is wrong this time
 * @param instance the path that was asked for
 * @param errors the fields at fault; empty when it is not about fields
 */
@Schema(name = "Problem", description = "Problem details as RFC 9457 defines them.")
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    String instance,
    List<FieldError> errors) {

  /** The media type of problems. */
  public static final String MEDIA_TYPE = "application/problem+json";
}
