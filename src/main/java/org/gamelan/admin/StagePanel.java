package org.gamelan.admin;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.faces.context.PartialViewContext;
import jakarta.faces.event.PhaseId;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.gamelan.engine.Way;
import org.gamelan.json.Json;
import org.gamelan.task.Stage;
import org.gamelan.task.TaskQueries;
import org.primefaces.PrimeFaces;

/**
 * The details of the stage somebody chose on a task's page. Only then its documents are read, and
 * only the chosen one is shown.
 */
@Named
@RequestScoped
public class StagePanel {
  private static final String OUTPUT = "output";
  private static final String PANEL = "stage-detail";

  private TaskPage page;
  private TaskQueries queries;
  private FacesContext faces;

  private String chosen;
  private String part;
  private String shown;
  private String status;
  private Optional<Stage> stage;

  /** For the container's proxies. */
  protected StagePanel() {}

  @Inject
  StagePanel(TaskPage page, TaskQueries queries, FacesContext faces) {
    this.page = page;
    this.queries = queries;
    this.faces = faces;
  }

  /**
   * A document of a stage to click on.
   *
   * @param id which one
   * @param label what it is called
   * @param size its size for a person
   */
  public record Part(String id, String label, String size) {}

  /** What is chosen comes with the address, and with every live refresh what the browser shows. */
  @PostConstruct
  void begin() {
    Map<String, String> parameters = faces.getExternalContext().getRequestParameterMap();
    chosen = parameters.getOrDefault("choose", parameters.getOrDefault("stage", ""));
    part = parameters.getOrDefault("choosePart", parameters.getOrDefault("part", ""));
    shown = parameters.getOrDefault("shown", "");
    status = parameters.getOrDefault("status", "");
  }

  /**
   * Whether there are details to show now. Looking at them costs reading documents, so they stay
   * closed while a refresh is only about other parts of the page.
   */
  public boolean isOpen() {
    PartialViewContext partial = faces.getPartialViewContext();
    boolean wanted =
        faces.getCurrentPhaseId() == PhaseId.RENDER_RESPONSE
            && (!partial.isPartialRequest() || partial.getRenderIds().contains(PANEL));
    return wanted && find().isPresent();
  }

  /** The chosen stage run, or null. */
  public Stage getStage() {
    return find().orElse(null);
  }

  private Optional<Stage> find() {
    if (stage == null) {
      stage = chosen.isEmpty() ? Optional.empty() : read();
    }
    return stage;
  }

  /** The address names a run, or a stage, which means its latest run. */
  private Optional<Stage> read() {
    Optional<UUID> run =
        RunIds.parse(chosen)
            .or(
                () ->
                    Optional.ofNullable(RunGraph.latest(page.stages()).get(chosen)).map(Stage::id));
    return run.flatMap(id -> queries.stageWithInput(page.getTask().id(), id));
  }

  /** Where the run went from the stage, where there was a choice; else empty. */
  public String getWay() {
    return find()
        .map(Stage::way)
        .map(
            way ->
                way.agent() == null
                    ? way.next().stream().map(Way.Taken::stage).collect(Collectors.joining(", "))
                    : "another attempt by " + way.agent())
        .orElse("");
  }

  /** Why it went there. */
  public List<String> getReasons() {
    return find().map(Stage::way).map(Way::reasons).orElse(List.of());
  }

  /** The documents there are. */
  public List<Part> getParts() {
    List<Part> parts = new ArrayList<>();
    find()
        .ifPresent(
            known -> {
              add(parts, "input", "Input", known.input());
              add(parts, OUTPUT, "Output", known.output());
              if (known.rawOutput() != null) {
                parts.add(new Part("raw", "Raw answer", size(known.rawOutput())));
              }
            });
    return parts;
  }

  private static void add(List<Part> parts, String id, String label, JsonNode document) {
    if (document != null) {
      parts.add(new Part(id, label, size(Json.write(document))));
    }
  }

  private static String size(String text) {
    return Figures.size(text.getBytes(StandardCharsets.UTF_8).length);
  }

  /** The chosen document's id; without a choice the output, or what else there is. */
  public String getPart() {
    List<String> ids = getParts().stream().map(Part::id).toList();
    if (ids.contains(part)) {
      return part;
    }
    return ids.contains(OUTPUT) || ids.isEmpty() ? OUTPUT : ids.get(0);
  }

  /** The chosen document as markup; empty when there is none. */
  public String getDocument() {
    return find().map(this::document).orElse("");
  }

  private String document(Stage known) {
    return switch (getPart()) {
      case "input" -> known.input() == null ? "" : JsonHtml.coloured(known.input());
      case "raw" -> JsonHtml.plain(known.rawOutput());
      default -> known.output() == null ? "" : JsonHtml.coloured(known.output());
    };
  }

  /** The part somebody asked for, whether it is there or not. */
  public String getWanted() {
    return part;
  }

  public String getChosen() {
    return chosen;
  }

  /** The state the browser shows, so that only a change replaces what somebody is reading. */
  public String getShown() {
    return state();
  }

  private String state() {
    if (chosen.isEmpty()) {
      return "";
    }
    return page.stages().stream()
        .filter(run -> run.id().toString().equals(chosen) || run.name().equals(chosen))
        .map(run -> run.attempt() + run.status().id())
        .reduce("", String::concat);
  }

  /** The task's state the browser shows. */
  public String getStatus() {
    return page.getTask().status().id();
  }

  /**
   * Adds to a live refresh what is not replaced with every tick: buttons somebody may be about to
   * press, documents somebody may be reading.
   */
  public void refresh() {
    PrimeFaces.Ajax ajax = PrimeFaces.current().ajax();
    if (!getStatus().equals(status)) {
      ajax.update("acts-place", "outcome", "terminal", "live-form:held");
    }
    if (!state().equals(shown)) {
      ajax.update(PANEL, "live-form:held");
    }
  }
}
