package org.gamelan.json;

import java.util.List;
import org.gamelan.failure.FieldError;
import org.gamelan.failure.InvalidInputException;

/** A document is not a JSON Schema 2020-12 that can be used here; all its faults are listed. */
public class InvalidSchemaException extends InvalidInputException {
  private static final long serialVersionUID = 1L;

  public InvalidSchemaException(List<Violation> problems) {
    super(problems.stream().map(it -> new FieldError(it.path(), it.message())).toList());
  }

  /** The faults, each with a JSON pointer into the schema. */
  public List<Violation> problems() {
    return errors().stream().map(it -> new Violation(it.field(), it.message())).toList();
  }
}
