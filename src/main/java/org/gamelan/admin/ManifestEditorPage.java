package org.gamelan.admin;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gamelan.engine.Catalogue;
import org.gamelan.engine.Definitions;
import org.gamelan.engine.DiscoveryReport;
import org.gamelan.engine.ManifestDraft;
import org.gamelan.engine.ManifestStore;
import org.gamelan.engine.ManifestStore.Folder;
import org.gamelan.engine.ManifestStore.Stored;
import org.gamelan.failure.ConflictException;
import org.gamelan.failure.GamelanException;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.manifest.ManifestTexts;
import org.gamelan.manifest.Problem;
import org.gamelan.security.CurrentCaller;
import org.gamelan.workflow.WorkflowBundle;
import org.gamelan.workflow.WorkflowCompiler.Compilation;
import org.gamelan.workflow.WorkflowDefinition;

/**
 * The editor of manifests. What somebody writes stands in the browser and comes with every request;
 * the server keeps nothing of it until it is saved.
 */
@Named
@RequestScoped
public class ManifestEditorPage {
  private static final String FILE = "manifest.yaml";
  private static final String NOWHERE = "text";
  private static final int SHOWN = 200;
  private static final int MOST_DRAWN = 400;

  private ManifestStore store;
  private Definitions definitions;
  private ManifestStarts starts;
  private GraphDrawing drawing;
  private AdminRights rights;
  private CurrentCaller caller;
  private FacesContext faces;

  private String text;
  private String folder;
  private String below;
  private String file;
  private String before;
  private Compilation checked;
  private DiscoveryReport report;
  private Stored theirs;
  private List<Folder> folders;
  private String preview;

  /** For the container's proxies. */
  protected ManifestEditorPage() {}

  @Inject
  ManifestEditorPage(
      ManifestStore store,
      Definitions definitions,
      ManifestStarts starts,
      GraphDrawing drawing,
      AdminRights rights,
      CurrentCaller caller,
      FacesContext faces) {
    this.store = store;
    this.definitions = definitions;
    this.starts = starts;
    this.drawing = drawing;
    this.rights = rights;
    this.caller = caller;
    this.faces = faces;
  }

  @PostConstruct
  void begin() {
    Map<String, String> given = faces.getExternalContext().getRequestParameterMap();
    folder = given.getOrDefault("folder", "").strip();
    below = given.getOrDefault("below", "").strip();
    file = given.getOrDefault("file", "").strip();
    before = given.getOrDefault("before", "");
    if (given.containsKey("text")) {
      // Browsers send line ends as mail does.
      text = given.get("text").replace("\r\n", "\n");
      if (!given.getOrDefault("over", "").isEmpty()) {
        // The button that saves over it has to be there for its press to be heard.
        theirs = find(draft(before).folder(), file).orElse(null);
      }
    } else if (!file.isEmpty()) {
      open(folder, file);
    } else {
      start(given);
    }
    if (file.isEmpty()) {
      file = FILE;
    }
  }

  private void open(String wantedFolder, String wantedFile) {
    Optional<Stored> stored = find(wantedFolder, wantedFile);
    if (stored.isEmpty()) {
      tell(
          FacesMessage.SEVERITY_WARN,
          "There is no file '" + wantedFile + "' in '" + wantedFolder + "' that may be changed.");
      text = ManifestStarts.SMALLEST;
      return;
    }
    folder = wantedFolder;
    file = wantedFile;
    text = stored.get().text();
    before = stored.get().hash();
  }

  private Optional<Stored> find(String wantedFolder, String wantedFile) {
    try {
      return store.find(wantedFolder, wantedFile);
    } catch (InvalidInputException e) {
      tell(FacesMessage.SEVERITY_ERROR, e.getMessage());
      return Optional.empty();
    }
  }

  /** Begins with a workflow, an example or the smallest manifest there is. */
  private void start(Map<String, String> given) {
    String workflow = given.getOrDefault("from", "");
    Optional<String> origin = definitions.catalogue().originOfWorkflow(workflow);
    Optional<Folder> own =
        origin.flatMap(
            place -> getFolders().stream().filter(one -> one.path().equals(place)).findFirst());
    if (own.isPresent() && own.get().files().size() == 1) {
      open(own.get().path(), own.get().files().get(0));
    } else {
      text =
          origin
              .or(() -> starts.originOfExample(given.getOrDefault("example", "")))
              .map(ManifestStarts::together)
              .orElse(ManifestStarts.SMALLEST);
    }
  }

  /** The examples to begin with, by name. */
  public List<String> getExamples() {
    return starts.examples();
  }

  /** The folders whose files may be changed. */
  public List<Folder> getFolders() {
    if (folders == null) {
      folders = store.folders();
    }
    return folders;
  }

  /** Folders that are opened for changes, but not read. */
  public List<String> getStrays() {
    return store.strays();
  }

  /** The names a file may have. */
  public List<String> getFileNames() {
    return ManifestTexts.names();
  }

  private ManifestDraft draft(String hash) {
    String place = folder.isEmpty() ? NOWHERE : below.isEmpty() ? folder : folder + "/" + below;
    return new ManifestDraft(place, file, text, hash);
  }

  private Compilation checked() {
    if (checked == null) {
      checked = store.check(draft(before));
    }
    return checked;
  }

  /** What is wrong, errors first, from top to bottom; the first two hundred. */
  public List<Problem> getProblems() {
    return checked().problems().stream()
        .sorted(Comparator.comparing(problem -> !problem.isError()))
        .limit(SHOWN)
        .toList();
  }

  /** Whether a problem is in the text that is shown, and not in another file of the folder. */
  public boolean isHere(Problem problem) {
    return problem.file().equals(file);
  }

  /** What was found, in a sentence. */
  public String getVerdict() {
    long errors = checked().problems().stream().filter(Problem::isError).count();
    long warnings = checked().problems().size() - errors;
    if (errors + warnings == 0) {
      return "No problems.";
    }
    String said = errors == 0 ? "" : Figures.counted(errors, "error");
    String more = warnings == 0 ? "" : Figures.counted(warnings, "warning");
    return said + (said.isEmpty() || more.isEmpty() ? "" : ", ") + more + ".";
  }

  public boolean isSound() {
    return checked().isValid();
  }

  /** The workflow as far as it can be drawn, as markup; empty when there is none. */
  public String getPreview() {
    if (preview == null) {
      preview = draw();
    }
    return preview;
  }

  private String draw() {
    WorkflowBundle bundle = checked().bundle();
    WorkflowDefinition workflow = bundle == null ? null : bundle.workflow();
    if (workflow == null || workflow.stageNames().size() > MOST_DRAWN) {
      return "";
    }
    RunGraph graph = RunGraph.of(workflow, bundle.stages(), List.of());
    String title = "Workflow " + workflow.name() + " with " + graph.nodes().size() + " stages";
    return drawing.svg("preview", title, graph.nodes(), graph.edges(), GraphDrawing.Direction.DOWN);
  }

  /** Why there is no drawing. */
  public String getNoPreview() {
    WorkflowBundle bundle = checked().bundle();
    return bundle == null || bundle.workflow() == null
        ? "The workflow is drawn here once the text has one."
        : "The workflow has more stages than are drawn while you type.";
  }

  /** Writes the text to its file, unless somebody else did meanwhile. */
  public void save() {
    write(before);
  }

  /** Writes the text over what somebody else wrote and this person has been shown. */
  public void saveOver() {
    write(faces.getExternalContext().getRequestParameterMap().getOrDefault("over", ""));
  }

  private void write(String hash) {
    if (rights.areMissing()) {
      return;
    }
    ManifestDraft draft = draft(hash);
    theirs = null;
    try {
      report = store.save(draft, caller.require().name());
      folder = draft.folder();
      below = "";
      before = store.find(folder, file).map(Stored::hash).orElse("");
      checked = null;
      folders = null;
      tell(FacesMessage.SEVERITY_INFO, "Saved " + folder + "/" + file + ".");
    } catch (ConflictException e) {
      theirs = store.find(draft.folder(), file).orElse(null);
      tell(FacesMessage.SEVERITY_WARN, "Not saved. " + e.getMessage());
    } catch (InvalidInputException e) {
      e.errors()
          .forEach(
              error ->
                  tell(
                      FacesMessage.SEVERITY_ERROR,
                      "Not saved: " + error.field() + " " + error.message()));
    } catch (GamelanException e) {
      tell(FacesMessage.SEVERITY_ERROR, "Not saved: " + e.getMessage());
    }
  }

  /** What somebody else wrote meanwhile, or null. */
  public Stored getTheirs() {
    return theirs;
  }

  /** What this person's text would change in theirs. */
  public List<ShownDifference> getDifferences() {
    return List.of(new ShownDifference(file, "", "", LineDifference.of(theirs.text(), text)));
  }

  /** What discovery found after saving, or null. */
  public DiscoveryReport getReport() {
    return report;
  }

  /** What discovery told of the folder after saving. */
  public List<Problem> getReported() {
    return report.problems().stream()
        .filter(problem -> problem.file().startsWith(folder + "/"))
        .limit(SHOWN)
        .toList();
  }

  /** The workflow of the folder that is in force after saving; empty when there is none. */
  public String getInForce() {
    Catalogue now = definitions.catalogue();
    return Optional.ofNullable(now.bundles().get(folder))
        .flatMap(WorkflowBundle::findWorkflow)
        .map(WorkflowDefinition::name)
        .filter(name -> now.originOfWorkflow(name).filter(folder::equals).isPresent())
        .orElse("");
  }

  private void tell(FacesMessage.Severity severity, String words) {
    faces.addMessage(null, new FacesMessage(severity, words, null));
  }

  /** Whether the text is that of a file that is there, whose place is settled. */
  public boolean isPlaced() {
    return !before.isEmpty();
  }

  public String getText() {
    return text;
  }

  public String getFolder() {
    return folder;
  }

  public String getBelow() {
    return below;
  }

  public String getFile() {
    return file;
  }

  public String getBefore() {
    return before;
  }
}
