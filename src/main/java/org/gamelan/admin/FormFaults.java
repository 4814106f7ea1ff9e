package org.gamelan.admin;

import jakarta.faces.application.FacesMessage;
import jakarta.faces.component.EditableValueHolder;
import jakarta.faces.component.UIComponent;
import jakarta.faces.context.FacesContext;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.gamelan.failure.FieldError;
import org.gamelan.failure.GamelanException;
import org.gamelan.failure.InvalidInputException;

/** Tells what is wrong with a form at the fields it is wrong with. */
final class FormFaults {
  private final FacesContext faces;
  private final String form;
  private final Map<String, String> fields;

  /**
   * @param form the id of the form
   * @param fields components of the form by the names that faults have
   */
  FormFaults(FacesContext faces, String form, Map<String, String> fields) {
    this.faces = faces;
    this.form = form;
    this.fields = Map.copyOf(fields);
  }

  /** What the work gives; nothing when it was refused, which is told then. */
  <T> Optional<T> attempt(Supplier<T> work) {
    try {
      return Optional.of(work.get());
    } catch (InvalidInputException e) {
      e.errors().forEach(this::tell);
    } catch (GamelanException e) {
      tell(null, e.getMessage());
    }
    return Optional.empty();
  }

  private void tell(FieldError error) {
    String known = fields.get(error.field());
    tell(
        known,
        known == null
            ? (error.field() + " " + error.message()).strip()
            : capital(error.message()) + ".");
  }

  private void tell(String field, String text) {
    String id = field == null ? null : form + ":" + field;
    faces.addMessage(id, new FacesMessage(FacesMessage.SEVERITY_ERROR, text, null));
    UIComponent component = id == null ? null : faces.getViewRoot().findComponent(id);
    if (component instanceof EditableValueHolder holder) {
      holder.setValid(false);
    }
  }

  private static String capital(String text) {
    return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
