package org.gamelan.failure;

import java.util.List;
import java.util.stream.Collectors;

/** The caller's input is well formed, but some of its values cannot be accepted. */
public class InvalidInputException extends GamelanException {
  private static final long serialVersionUID = 1L;

  private final transient List<FieldError> errors;

  public InvalidInputException(List<FieldError> errors) {
    super(
        FailureKind.INVALID_INPUT,
        errors.stream()
            .map(
                error ->
                    error.field().isEmpty()
                        ? error.message()
                        : error.field() + ": " + error.message())
            .collect(Collectors.joining("; ")));
    this.errors = List.copyOf(errors);
  }

  public InvalidInputException(String field, String message) {
    this(List.of(new FieldError(field, message)));
  }

  public List<FieldError> errors() {
    return errors == null ? List.of() : errors;
  }
}
