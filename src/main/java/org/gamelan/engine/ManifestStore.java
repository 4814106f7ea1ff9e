package org.gamelan.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.gamelan.config.ManifestConfig;
import org.gamelan.event.AuditEntry;
import org.gamelan.event.AuditInbox;
import org.gamelan.event.EventLog;
import org.gamelan.event.NewEvent;
import org.gamelan.failure.ConflictException;
import org.gamelan.failure.FieldError;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.failure.Suggestions;
import org.gamelan.json.Json;
import org.gamelan.manifest.ManifestEntry;
import org.gamelan.manifest.ManifestReader;
import org.gamelan.manifest.ManifestText;
import org.gamelan.manifest.ManifestTexts;
import org.gamelan.manifest.Problem;
import org.gamelan.manifest.Section;
import org.gamelan.platform.Database;
import org.gamelan.workflow.WorkflowCompiler.Compilation;

/**
 * The manifest files on this server that may be changed through the pages: those in the folders
 * that the operator opened for it. Whoever calls {@link #save} sees to it that only administrators
 * do.
 */
@ApplicationScoped
public class ManifestStore {
  private static final String TEXT = "text";

  private final ManifestConfig config;
  private final Definitions definitions;
  private final Discovery discovery;
  private final Database database;
  private final Object saving = new Object();

  protected ManifestStore() {
    this(null, null, null, null);
  }

  @Inject
  public ManifestStore(
      ManifestConfig config, Definitions definitions, Discovery discovery, Database database) {
    this.config = config;
    this.definitions = definitions;
    this.discovery = discovery;
    this.database = database;
  }

  /**
   * A folder whose files may be changed.
   *
   * @param path its path
   * @param files the names of its manifest files
   */
  public record Folder(String path, List<String> files) {
    public Folder {
      files = List.copyOf(files);
    }
  }

  /**
   * A file as it is now.
   *
   * @param text all of it
   * @param hash tells this content from any other
   */
  public record Stored(String text, String hash) {
    static Stored of(String text) {
      return new Stored(text, HexFormat.of().formatHex(Json.hash(Json.tree(text))));
    }
  }

  /** The folders that may be changed: the configured ones and those in them, by path. */
  public List<Folder> folders() {
    return places().folders().stream()
        .map(path -> new Folder(path.toString(), ManifestTexts.names(path)))
        .toList();
  }

  private ManifestPlaces places() {
    return new ManifestPlaces(
        config.writable().stream().filter(config.folders()::contains).toList());
  }

  /** Folders that were opened for changes, but are not read as manifests: a mistake to tell of. */
  public List<String> strays() {
    return config.writable().stream()
        .filter(folder -> !config.folders().contains(folder))
        .map(Path::toString)
        .toList();
  }

  /** A file that may be changed, as it is now; none when it is not there or may not. */
  public Optional<Stored> find(String folder, String file) {
    return places()
        .find(folder, file)
        .filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
        .map(FolderFiles::read);
  }

  /** What the draft's folder would define with it. Nothing is written. */
  public Compilation check(ManifestDraft draft) {
    return definitions.check(draft.folder(), texts(draft));
  }

  /** All files of the folder, with the draft in the place of its own. */
  private List<ManifestText> texts(ManifestDraft draft) {
    List<ManifestText> texts = new ArrayList<>();
    if (places().find(draft.folder(), draft.file()).isPresent()) {
      ManifestTexts.list(draft.folder()).stream()
          .filter(text -> !text.name().equals(draft.file()))
          .forEach(texts::add);
    }
    texts.add(new ManifestText(draft.file(), draft.text()));
    return texts;
  }

  /**
   * Writes a draft to its file and puts what is sound into force.
   *
   * @param by who does it
   * @return what discovery found then
   * @throws InvalidInputException when the place is none that may be changed, the text has errors,
   *     or defines an MCP server that runs a command
   * @throws ConflictException when the file is not what the draft was made from
   */
  public DiscoveryReport save(ManifestDraft draft, String by) {
    Path file = places().require(draft.folder(), draft.file());
    requireNoCommands(draft);
    synchronized (saving) {
      // What others have saved beside it meanwhile counts, too.
      requireSound(draft);
      requireUnchanged(file, draft.before());
      keepAccount(draft, by);
      FolderFiles.write(file, draft.text());
    }
    tell(draft, by);
    return discovery.reload();
  }

  private void requireSound(ManifestDraft draft) {
    if (draft.text().getBytes(StandardCharsets.UTF_8).length > ManifestTexts.maxBytes()) {
      throw new InvalidInputException(
          TEXT, "is larger than " + ManifestTexts.maxBytes() / 1024 + " KiB; split it up");
    }
    List<Problem> errors = check(draft).problems().stream().filter(Problem::isError).toList();
    if (!errors.isEmpty()) {
      throw new InvalidInputException(
          errors.stream().limit(20).map(it -> new FieldError(TEXT, it.toString())).toList());
    }
  }

  /** What starts programs on the server is written by those who may log in to it. */
  private static void requireNoCommands(ManifestDraft draft) {
    ManifestText text = new ManifestText(draft.file(), draft.text());
    List<String> servers =
        ManifestReader.readTexts(draft.folder(), List.of(text))
            .folder()
            .entries(Section.MCP_SERVERS)
            .stream()
            .filter(server -> server.value().has("command"))
            .map(ManifestEntry::name)
            .toList();
    if (!servers.isEmpty()) {
      throw new InvalidInputException(
          TEXT,
          "defines MCP servers that run a command ("
              + Suggestions.list(servers)
              + "); those are written into files on the server itself, never through a page");
    }
  }

  private static void requireUnchanged(Path file, String before) {
    String now = Files.exists(file) ? FolderFiles.read(file).hash() : "";
    if (!now.equals(before)) {
      throw new ConflictException(
          before.isEmpty()
              ? "There is a file of this name already; open it, or choose another name."
              : "The file was changed meanwhile; compare before you save over it.");
    }
  }

  /** It may let agents do more than before, so who does it is told before it can count. */
  private void keepAccount(ManifestDraft draft, String by) {
    AuditEntry entry =
        new AuditEntry(
            by, null, null, "manifest.saving", draft.file(), "allow", null, data(draft, by));
    database.inTransaction(
        tx -> {
          AuditInbox.append(tx.connection(), List.of(entry));
          return null;
        });
  }

  private static ObjectNode data(ManifestDraft draft, String by) {
    return Json.object()
        .put("folder", draft.folder())
        .put("file", draft.file())
        .put("hash", Stored.of(draft.text()).hash())
        .put("before", draft.before())
        .put("by", by);
  }

  private void tell(ManifestDraft draft, String by) {
    NewEvent event = new NewEvent("agents", "manifest.saved", null, null, data(draft, by));
    database.inTransaction(
        tx -> {
          EventLog.append(tx.connection(), List.of(event));
          return null;
        });
  }
}
