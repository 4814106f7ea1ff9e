package org.gamelan.admin;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gamelan.engine.memory.MemoryOwners;
import org.gamelan.failure.ConflictException;
import org.gamelan.failure.FieldError;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.failure.NotFoundException;
import org.gamelan.json.Json;
import org.gamelan.manifest.Units;
import org.gamelan.memory.Memories;
import org.gamelan.memory.MemoryBackend;
import org.gamelan.memory.MemoryDraft;
import org.gamelan.memory.MemoryEntry;
import org.gamelan.memory.MemoryPlace;
import org.gamelan.memory.MemoryScope;
import org.gamelan.memory.MemorySource;
import org.gamelan.security.CurrentCaller;

/** The form for something new to remember, and for an entry that is changed or forgotten. */
@Named
@RequestScoped
public class MemoryForm {
  private static final Map<String, String> FIELDS =
      Map.of(
          "scope", "scope",
          "owner", "owner",
          "key", "key",
          "value", "value",
          "tags", "tags",
          "keep", "keep");

  private Memories memories;
  private MemoryOwners owners;
  private OperatorRights rights;
  private CurrentCaller caller;
  private Clock clock;
  private FacesContext faces;

  private String id;
  private int version;
  private String scope;
  private String owner;
  private String key;
  private String kind = "text";
  private String value;
  private String tags;
  private String keep;
  private Instant expiresAt;

  /** For the container's proxies. */
  protected MemoryForm() {}

  @Inject
  MemoryForm(
      Memories memories,
      MemoryOwners owners,
      OperatorRights rights,
      CurrentCaller caller,
      Clock clock,
      FacesContext faces) {
    this.memories = memories;
    this.owners = owners;
    this.rights = rights;
    this.caller = caller;
    this.clock = clock;
    this.faces = faces;
  }

  /** Which entry it is comes with the address, and with the form. */
  @PostConstruct
  void begin() {
    id = Parameters.given(faces, "id");
    version =
        Parameters.given(faces, "version").matches("\\d{1,9}")
            ? Integer.parseInt(Parameters.given(faces, "version"))
            : 0;
    scope = MemoryScope.find(Parameters.given(faces, "scope")).orElse(MemoryScope.AGENT).id();
    owner = Parameters.given(faces, "owner");
  }

  /** Fills the form; answers with 404 where there is no such entry. */
  public void open() throws IOException {
    if (isFresh()) {
      return;
    }
    Optional<MemoryEntry> known = RunIds.parse(id).flatMap(memories::find);
    if (known.isEmpty()) {
      faces.getExternalContext().responseSendError(HttpServletResponse.SC_NOT_FOUND, "");
      faces.responseComplete();
      return;
    }
    fill(known.get());
  }

  private void fill(MemoryEntry entry) {
    version = entry.version();
    scope = entry.owner().scope().id();
    owner = entry.owner().name();
    key = entry.key();
    kind = entry.value().isTextual() ? "text" : "json";
    value = entry.value().isTextual() ? entry.text() : Json.writePretty(entry.value());
    tags = String.join(", ", entry.tags());
    expiresAt = entry.expiresAt();
  }

  public boolean isFresh() {
    return id.isEmpty();
  }

  /** Saves it and goes back to the list; with faults in the form it stays, and says them. */
  public String save() {
    if (rights.areMissing()) {
      return null;
    }
    return faults().attempt(this::saved).map(MemoryForm::list).orElse(null);
  }

  private MemoryEntry saved() {
    MemorySource source = MemorySource.ofPerson(caller.require().name());
    if (isFresh()) {
      MemoryPlace place =
          new MemoryPlace(
              owners.require(MemoryScope.find(scope).orElseThrow(), owner), MemoryBackend.POSTGRES);
      return memories.add(place, draft(null), source);
    }
    MemoryEntry entry = known();
    if (entry.version() != version) {
      throw new ConflictException("The entry was changed meanwhile; look again.");
    }
    return memories.change(entry, draft(entry.expiresAt()), source);
  }

  private MemoryDraft draft(Instant before) {
    List<FieldError> errors = new ArrayList<>();
    JsonNode given = kind.equals("json") ? JsonText.read("value", value, errors) : Json.tree(value);
    Instant expiry = expiry(before, errors);
    if (!errors.isEmpty()) {
      throw new InvalidInputException(errors);
    }
    return new MemoryDraft(key, given, words(tags), expiry);
  }

  private Instant expiry(Instant before, List<FieldError> errors) {
    if (keep == null || keep.isBlank()) {
      return before;
    }
    Optional<Duration> wanted =
        keep.strip().matches("[0-9]{1,6} ?(m|h|d)")
            ? Units.duration(keep.strip())
            : Optional.empty();
    if (wanted.isEmpty()) {
      errors.add(new FieldError("keep", "is a number with m, h or d, such as 30d"));
    }
    return wanted.map(clock.instant()::plus).orElse(before);
  }

  private static List<String> words(String text) {
    return text == null
        ? List.of()
        : Arrays.stream(text.split(",")).map(String::strip).filter(tag -> !tag.isEmpty()).toList();
  }

  /** Forgets it; where to go then. */
  public String forget() {
    if (rights.areMissing()) {
      return null;
    }
    return faults()
        .attempt(
            () -> {
              MemoryEntry entry = known();
              memories.forget(entry);
              return list(entry);
            })
        .orElse(null);
  }

  private MemoryEntry known() {
    return RunIds.parse(id)
        .map(memories::require)
        .orElseThrow(() -> new NotFoundException("memory entry", id));
  }

  private static String list(MemoryEntry entry) {
    return "/memory.xhtml?faces-redirect=true&"
        + query(entry.owner().scope().id(), entry.owner().name());
  }

  private static String query(String scope, String owner) {
    return "scope=" + scope + "&owner=" + URLEncoder.encode(owner, StandardCharsets.UTF_8);
  }

  /** The address of all that the entry's owner remembers. */
  public String getListing() {
    return "memory.xhtml?" + query(scope, owner);
  }

  private FormFaults faults() {
    return new FormFaults(faces, "memory-form", FIELDS);
  }

  public String getId() {
    return id;
  }

  public int getVersion() {
    return version;
  }

  public Instant getExpiresAt() {
    return expiresAt;
  }

  public String getScope() {
    return scope;
  }

  public void setScope(String scope) {
    this.scope = scope;
  }

  public String getOwner() {
    return owner;
  }

  public void setOwner(String owner) {
    this.owner = owner == null ? "" : owner.strip();
  }

  public String getKey() {
    return key;
  }

  public void setKey(String key) {
    this.key = key;
  }

  public String getKind() {
    return kind;
  }

  public void setKind(String kind) {
    this.kind = kind;
  }

  public String getValue() {
    return value;
  }

  public void setValue(String value) {
    this.value = value;
  }

  public String getTags() {
    return tags;
  }

  public void setTags(String tags) {
    this.tags = tags;
  }

  public String getKeep() {
    return keep;
  }

  public void setKeep(String keep) {
    this.keep = keep;
  }
}
