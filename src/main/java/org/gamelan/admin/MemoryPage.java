package org.gamelan.admin;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.gamelan.engine.memory.MemoryOwners;
import org.gamelan.memory.Memories;
import org.gamelan.memory.MemoryBackend;
import org.gamelan.memory.MemoryCursor;
import org.gamelan.memory.MemoryEntry;
import org.gamelan.memory.MemoryFilter;
import org.gamelan.memory.MemoryOwner;
import org.gamelan.memory.MemoryScope;
import org.gamelan.memory.MemorySource;

/** The list of what is remembered. What it shows is in its address alone. */
@Named
@RequestScoped
public class MemoryPage {
  private static final int SIZE = 25;
  private static final int LONGEST = 500;
  private static final int SHOWN = 200;

  private Memories memories;
  private MemoryOwners owners;
  private OperatorRights rights;
  private FacesContext faces;

  private String scope;
  private String owner;
  private String text;
  private String tag;
  private String backend;
  private MemoryCursor from;
  private List<MemoryEntry> found;

  /** For the container's proxies. */
  protected MemoryPage() {}

  @Inject
  MemoryPage(Memories memories, MemoryOwners owners, OperatorRights rights, FacesContext faces) {
    this.memories = memories;
    this.owners = owners;
    this.rights = rights;
    this.faces = faces;
  }

  /** The filter comes with the address, and with every form of the page. */
  @PostConstruct
  void begin() {
    scope =
        MemoryScope.find(Parameters.words(faces, "scope", LONGEST)).map(MemoryScope::id).orElse("");
    owner = Parameters.words(faces, "owner", LONGEST);
    text = Parameters.words(faces, "q", LONGEST);
    tag = Parameters.words(faces, "tag", LONGEST);
    backend =
        MemoryBackend.find(Parameters.words(faces, "backend", LONGEST))
            .orElse(MemoryBackend.POSTGRES)
            .id();
    from = cursor();
  }

  private MemoryCursor cursor() {
    String skip = Parameters.words(faces, "skip", LONGEST);
    Optional<UUID> id = RunIds.parse(Parameters.words(faces, "after", LONGEST));
    try {
      return new MemoryCursor(
          id.isEmpty() ? null : Instant.parse(Parameters.words(faces, "at", LONGEST)),
          id.orElse(null),
          skip.matches("[0-9]{1,4}") ? Integer.parseInt(skip) : 0);
    } catch (DateTimeParseException e) {
      // An address somebody has changed begins at the beginning.
      return MemoryCursor.START;
    }
  }

  /** The entries of this page. */
  public List<MemoryEntry> getEntries() {
    List<MemoryEntry> all = found();
    return all.size() > SIZE ? all.subList(0, SIZE) : all;
  }

  private List<MemoryEntry> found() {
    if (found == null) {
      MemoryScope wanted = MemoryScope.find(scope).orElse(null);
      MemoryFilter filter =
          new MemoryFilter(
              wanted, owner.isEmpty() ? null : owners.nameOf(wanted, owner), text, tag);
      found = memories.list(MemoryBackend.find(backend).orElseThrow(), filter, from, SIZE + 1);
    }
    return found;
  }

  /** The beginning of what an entry says. */
  public String text(MemoryEntry entry) {
    String whole = entry.text();
    return whole.length() <= SHOWN ? whole : whole.substring(0, SHOWN) + "…";
  }

  /** Who wrote an entry last. */
  public String writer(MemoryEntry entry) {
    MemorySource source = entry.source();
    if (source.agent() != null) {
      return source.agent();
    }
    return source.by() == null ? Optional.ofNullable(source.stage()).orElse("") : source.by();
  }

  /** Whether others follow. */
  public boolean isMore() {
    return found().size() > SIZE && from.skip() + SIZE < Memories.MOST_FOUND;
  }

  public boolean isFirst() {
    return from.id() == null && from.skip() == 0;
  }

  public boolean isFiltered() {
    return !(scope + owner + text + tag).isEmpty() || isPassing();
  }

  /** Whether what this node alone keeps is shown. */
  public boolean isPassing() {
    return backend.equals(MemoryBackend.IN_MEMORY.id());
  }

  /** Whether the address names one owner, all of whose entries can be forgotten. */
  public boolean isOfOne() {
    return scope.equals(MemoryScope.GLOBAL.id()) || !(scope.isEmpty() || owner.isEmpty());
  }

  /** Forgets all entries of the owner that the address names. */
  public void forgetAll() {
    if (rights.areMissing() || !isOfOne()) {
      return;
    }
    MemoryScope wanted = MemoryScope.find(scope).orElseThrow();
    MemoryOwner whose =
        wanted == MemoryScope.GLOBAL
            ? MemoryOwner.GLOBAL
            : new MemoryOwner(wanted, owners.nameOf(wanted, owner));
    int gone = memories.forgetAll(whose);
    found = null;
    faces.addMessage(
        null,
        new FacesMessage(
            FacesMessage.SEVERITY_INFO,
            gone == 1 ? "One entry is forgotten." : gone + " entries are forgotten.",
            null));
  }

  /** The address of the page that follows. */
  public String getNext() {
    List<MemoryEntry> shown = getEntries();
    if (shown.isEmpty()) {
      return getStart();
    }
    MemoryEntry last = shown.get(shown.size() - 1);
    return getStart()
        + (text.isEmpty()
            ? "&after=" + last.id() + "&at=" + encoded(last.updatedAt().toString())
            : "&skip=" + (from.skip() + SIZE));
  }

  /** The address of the first page of the same. */
  public String getStart() {
    return "memory.xhtml?scope=%s&owner=%s&q=%s&tag=%s&backend=%s"
        .formatted(scope, encoded(owner), encoded(text), encoded(tag), backend);
  }

  /** The address of the form for another entry of the same owner. */
  public String getAdding() {
    return "memory-form.xhtml?scope=%s&owner=%s".formatted(scope, encoded(owner));
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  /** The scopes to choose from. */
  public List<String> getScopes() {
    return Arrays.stream(MemoryScope.values()).map(MemoryScope::id).toList();
  }

  public String getScope() {
    return scope;
  }

  public String getOwner() {
    return owner;
  }

  public String getText() {
    return text;
  }

  public String getTag() {
    return tag;
  }

  public String getBackend() {
    return backend;
  }
}
