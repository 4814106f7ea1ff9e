package org.gamelan.admin;

import java.util.List;
import org.gamelan.failure.FieldError;

/** What is wrong with a form that is checked while somebody types, field by field. */
final class FieldFaults {
  static final FieldFaults NONE = new FieldFaults(List.of());

  private static final int TOLD = 10;

  private final List<FieldError> faults;

  FieldFaults(List<FieldError> faults) {
    this.faults = List.copyOf(faults);
  }

  boolean isEmpty() {
    return faults.isEmpty();
  }

  /** What is wrong with a field and within it, the first few things. */
  List<String> told(String field) {
    return faults.stream()
        .filter(fault -> isWithin(fault.field(), field))
        .limit(TOLD)
        .map(fault -> sentence(field, fault))
        .toList();
  }

  private static boolean isWithin(String place, String field) {
    return place.equals(field) || place.startsWith(field + "/") || place.startsWith(field + ".");
  }

  private static String sentence(String field, FieldError fault) {
    String within = fault.field().substring(field.length());
    String text = within.isEmpty() ? fault.message() : within + ": " + fault.message();
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
