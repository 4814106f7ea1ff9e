package org.gamelan.admin;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.gamelan.audit.AuditFilter;
import org.gamelan.audit.AuditLog;
import org.gamelan.audit.AuditRow;
import org.gamelan.audit.AuditVerification;
import org.gamelan.json.Json;

/** The audit log. What it shows is in its address alone. */
@Named
@RequestScoped
public class AuditPage {
  private static final int SIZE = 50;
  private static final int LONGEST = 200;
  private static final int LAST_YEAR = 9_999;

  /** What the form sends for a verdict that does not matter. */
  private static final String ANY = "any";

  private AuditLog log;
  private OperatorRights rights;
  private FacesContext faces;

  private final Map<String, String> filters = new LinkedHashMap<>();
  private final List<String> faults = new ArrayList<>();
  private Long before;
  private List<AuditRow> found;
  private AuditVerification verification;

  /** For the container's proxies. */
  protected AuditPage() {}

  @Inject
  AuditPage(AuditLog log, OperatorRights rights, FacesContext faces) {
    this.log = log;
    this.rights = rights;
    this.faces = faces;
  }

  @PostConstruct
  void begin() {
    for (String name : List.of("actor", "action", "task", "verdict", "from", "to")) {
      String value = Parameters.words(faces, name, LONGEST);
      if (!value.isEmpty() && !value.equals(ANY)) {
        filters.put(name, value);
      }
    }
    String place = Parameters.words(faces, "before", LONGEST);
    before = place.matches("\\d{1,18}") ? Long.valueOf(place) : null;
  }

  /** Viewers see decisions on their tasks, but not the log of what everybody did. */
  public boolean isGranted() {
    return rights.isGranted();
  }

  /** The rows of this page, the newest first. */
  public List<AuditRow> getRows() {
    List<AuditRow> all = found();
    return all.size() > SIZE ? all.subList(0, SIZE) : all;
  }

  private List<AuditRow> found() {
    if (found == null) {
      AuditFilter filter = filter();
      found = isGranted() && faults.isEmpty() ? log.latest(filter, before, SIZE + 1) : List.of();
    }
    return found;
  }

  private AuditFilter filter() {
    String task = filters.get("task");
    if (task != null && RunIds.parse(task).isEmpty()) {
      faults.add("The task has to be given by its id.");
    }
    Instant from = day("from", 0);
    Instant to = day("to", 1);
    if (from != null && to != null && !from.isBefore(to)) {
      faults.add("'from' is after 'to': take an earlier day, or a later end.");
    }
    return new AuditFilter(
        filters.get("actor"),
        filters.get("action"),
        task == null ? null : RunIds.parse(task).orElse(null),
        filters.get("verdict"),
        from,
        to);
  }

  /** The beginning of a day, in UTC, or of one after it. */
  private Instant day(String name, int later) {
    String given = filters.get(name);
    try {
      return given == null ? null : beginning(LocalDate.parse(given).plusDays(later));
    } catch (DateTimeException e) {
      faults.add("'" + name + "' has to be a day such as 2026-01-31.");
      return null;
    }
  }

  private static Instant beginning(LocalDate day) {
    if (day.getYear() < 1 || day.getYear() > LAST_YEAR) {
      throw new DateTimeException("It is none of the years that the log can hold.");
    }
    return day.atStartOfDay().toInstant(ZoneOffset.UTC);
  }

  /** What is wrong with the filters. */
  public List<String> getFaults() {
    found();
    return faults;
  }

  /** A row's details in one line. */
  public String details(AuditRow row) {
    return row.details() == null ? "" : Json.write(row.details());
  }

  /** The class of a verdict's badge. */
  public String tone(AuditRow row) {
    return PolicyTones.tone(row.verdict());
  }

  /** Checks the latest stretch of the chain. */
  public void verify() {
    if (!rights.areMissing()) {
      AuditVerification start = log.verify(1, 1);
      long from = Math.max(1, start.headSeq() - AuditLog.MOST_VERIFIED + 1);
      verification = log.verify(from, AuditLog.MOST_VERIFIED);
    }
  }

  public AuditVerification getVerification() {
    return verification;
  }

  public Map<String, String> getFilters() {
    return filters;
  }

  public boolean isFiltered() {
    return !filters.isEmpty();
  }

  public boolean isFirst() {
    return before == null;
  }

  public boolean isMore() {
    return found().size() > SIZE;
  }

  public String getNext() {
    List<AuditRow> shown = getRows();
    return "audit.xhtml?" + query() + "&before=" + shown.get(shown.size() - 1).seq();
  }

  public String getStart() {
    return "audit.xhtml?" + query();
  }

  private String query() {
    return filters.entrySet().stream()
        .map(
            each ->
                each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  /** Downloads what the filters show, the oldest first, as lines of JSON. */
  public void export() throws IOException {
    AuditFilter filter = filter();
    if (rights.areMissing() || !faults.isEmpty()) {
      return;
    }
    ExternalContext out = faces.getExternalContext();
    out.responseReset();
    out.setResponseContentType("application/x-ndjson");
    out.setResponseHeader("Content-Disposition", "attachment; filename=\"audit.ndjson\"");
    log.export(filter, out.getResponseOutputStream());
    faces.responseComplete();
  }
}
