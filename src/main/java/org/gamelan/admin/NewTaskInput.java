package org.gamelan.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.component.EditableValueHolder;
import jakarta.faces.component.UIComponent;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gamelan.assignment.Conformity;
import org.gamelan.engine.Definitions;
import org.gamelan.failure.FieldError;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.json.Json;
import org.gamelan.json.MalformedJsonException;

/**
 * The input of a new task: the fields of a form where what does the task says what it takes, else,
 * or if one prefers that, JSON. What was written stays when one or the other is chosen.
 */
@Named
@RequestScoped
public class NewTaskInput {
  private static final String FORM = "new-task:";
  private static final String TEXT = FORM + "input";

  /** Tells whose form was shown; empty when the input was written as JSON. */
  private static final String SHOWN_FOR = "input-of";

  private Definitions definitions;
  private FacesContext faces;

  private Route route;
  private Route shownFor;
  private String text;

  /** Whether the form that was filled in does not exist any more. */
  private boolean isOutdated;

  private InputValues values;
  private List<FieldError> faults = List.of();

  /**
   * What does a task; at most one is not empty.
   *
   * @param kind {@code workflow}, {@code pipeline}, {@code agent}, or empty when nothing is chosen
   */
  private record Route(String kind, String name) {
    static final Route NONE = new Route("", "");

    static Route parse(String text) {
      int space = text.indexOf(' ');
      return space < 0 ? NONE : new Route(text.substring(0, space), text.substring(space + 1));
    }

    String named(String one) {
      return kind.equals(one) ? name : null;
    }

    @Override
    public String toString() {
      return kind.isEmpty() ? "" : kind + " " + name;
    }
  }

  /** For the container's proxies. */
  protected NewTaskInput() {}

  @Inject
  NewTaskInput(Definitions definitions, FacesContext faces) {
    this.definitions = definitions;
    this.faces = faces;
  }

  /** By the parameters alone: they tell of a form whose other fields are faulty, too. */
  @PostConstruct
  void begin() {
    Map<String, String> parameters = faces.getExternalContext().getRequestParameterMap();
    boolean back = faces.isPostback();
    route = Route.NONE;
    for (String kind : List.of("agent", "pipeline", "workflow")) {
      String name = parameters.getOrDefault(back ? FORM + kind : kind, "").strip();
      route = name.isEmpty() ? route : new Route(kind, name);
    }
    shownFor = back ? Route.parse(parameters.getOrDefault(SHOWN_FOR, "")) : formed(route);
    values =
        back
            ? InputValues.of(faces.getExternalContext().getRequestParameterValuesMap())
            : InputValues.ofDefaults(fields(route).orElse(List.of()));
    text = back ? parameters.get(TEXT) : null;
    isOutdated = !shownFor.kind().isEmpty() && fields(shownFor).isEmpty();
    if (isOutdated) {
      text = written(parameters);
    }
  }

  /** What was written into a form that there is no more, so that it is not lost. */
  private static String written(Map<String, String> parameters) {
    ObjectNode fields = Json.object();
    parameters.forEach(
        (name, value) -> {
          if (name.startsWith(InputValues.PREFIX + "/")) {
            fields.put(name.substring(InputValues.PREFIX.length() + 1), value);
          }
        });
    return fields.toPrettyString();
  }

  private Route formed(Route of) {
    return fields(of).isPresent() ? of : Route.NONE;
  }

  private Optional<List<InputField>> fields(Route of) {
    return schema(of).flatMap(InputFields::of);
  }

  private Optional<JsonNode> schema(Route of) {
    if (of.kind().isEmpty()) {
      return Optional.empty();
    }
    try {
      return definitions.inputSchema(of.named("workflow"), of.named("pipeline"), of.named("agent"));
    } catch (InvalidInputException e) {
      // Told at its own field once the task is asked for.
      return Optional.empty();
    }
  }

  /** Whether there is a form for what was chosen. */
  public boolean isOffered() {
    return fields(route).isPresent();
  }

  /** Whether the form is shown, rather than JSON. */
  public boolean isForm() {
    return !shownFor.kind().isEmpty() && fields(shownFor).isPresent();
  }

  /** Whose form is shown. */
  public String getShownFor() {
    return isForm() ? shownFor.toString() : "";
  }

  /** The form's fields. */
  public String getMarkup() {
    return InputFormHtml.of(fields(shownFor), values, faults);
  }

  /** What the input has to fit; empty when anything will do. */
  public String getSchema() {
    return schema(route).map(JsonHtml::coloured).orElse("");
  }

  /** Something else is to do the task: it may take something else. */
  public void change() {
    if (isForm() && InputSwitch.isUntouched(fields(shownFor).orElseThrow(), values)) {
      text = null;
      shownFor = formed(route);
      values = InputValues.ofDefaults(fields(route).orElse(List.of()));
    } else if (!isForm() || toText()) {
      toForm(new ArrayList<>());
    }
  }

  /** Shows the form instead of JSON, unless that would lose something. */
  public void showForm() {
    List<FieldError> found = new ArrayList<>();
    if (!isForm() && !toForm(found)) {
      found.forEach(error -> tell(error.message()));
    }
  }

  /** Shows JSON instead of the form, unless that would lose something. */
  public void showText() {
    if (isForm()) {
      toText();
    }
  }

  private boolean toText() {
    List<FieldError> found = new ArrayList<>();
    String written = InputSwitch.text(fields(shownFor).orElseThrow(), values, found);
    faults = found;
    if (!found.isEmpty()) {
      return false;
    }
    text = written;
    shownFor = Route.NONE;
    return true;
  }

  private boolean toForm(List<FieldError> found) {
    Optional<List<InputField>> fields = fields(route);
    if (fields.isEmpty()) {
      return false;
    }
    InputValues taken = InputSwitch.values(fields.get(), text, found);
    if (!found.isEmpty()) {
      return false;
    }
    values = taken;
    shownFor = route;
    return true;
  }

  /** The document; nothing when it is not one that can be taken, which is told then. */
  Optional<Given> read() {
    List<FieldError> found = new ArrayList<>();
    if (isOutdated) {
      found.add(new FieldError("input", "was filled in for a form that has changed: look it over"));
      refuse(found);
      return Optional.empty();
    }
    JsonNode document = isForm() ? values.document(fields(shownFor), found) : parsed(found);
    if (found.isEmpty()) {
      found.addAll(Conformity.faults("input", schema(route).orElse(null), document));
    }
    if (found.isEmpty()) {
      return Optional.of(new Given(document));
    }
    refuse(found);
    return Optional.empty();
  }

  private JsonNode parsed(List<FieldError> found) {
    try {
      return text == null || text.isBlank() ? null : Json.parse(text);
    } catch (MalformedJsonException e) {
      found.add(new FieldError("input", "is not JSON: " + e.getMessage()));
      return null;
    }
  }

  /** The document that was given, or null. */
  record Given(JsonNode document) {}

  /** Tells what is wrong with the input where that stands. */
  void refuse(List<FieldError> errors) {
    boolean unwritten = !isForm() && (text == null || text.isBlank());
    if (isForm() || (unwritten && !errors.isEmpty() && toForm(new ArrayList<>()))) {
      faults = List.copyOf(errors);
    } else {
      errors.forEach(error -> tell(told(error)));
    }
  }

  private static String told(FieldError error) {
    boolean whole = error.field().equals("input");
    return (whole ? "This" : error.field()) + " " + error.message();
  }

  private void tell(String text) {
    faces.addMessage(TEXT, new FacesMessage(FacesMessage.SEVERITY_ERROR, text, null));
    UIComponent field = faces.getViewRoot().findComponent(TEXT);
    if (field instanceof EditableValueHolder holder) {
      holder.setValid(false);
    }
  }

  public String getText() {
    return text;
  }

  public void setText(String text) {
    this.text = text;
  }
}
