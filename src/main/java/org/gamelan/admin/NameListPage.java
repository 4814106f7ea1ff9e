package org.gamelan.admin;

import jakarta.annotation.PostConstruct;
import jakarta.faces.context.FacesContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A list of what has a name, by name, a page at a time. What it shows is in its address alone: the
 * words {@code q}, the name {@code after} which it begins, and filters of its own.
 *
 * @param <T> what is listed
 */
public abstract class NameListPage<T> {
  private static final int SIZE = 25;
  private static final int LONGEST = 200;

  private final String page;
  private final FacesContext faces;

  private String text;
  private String after;
  private List<T> found;

  /** For the container's proxies. */
  protected NameListPage() {
    this(null, null);
  }

  /**
   * @param page the address without its parameters
   */
  NameListPage(String page, FacesContext faces) {
    this.page = page;
    this.faces = faces;
  }

  @PostConstruct
  void begin() {
    text = parameter("q");
    after = parameter("after");
  }

  /** What is listed, in the order of names: what is behind one and fits the filters. */
  abstract List<T> find(String wanted, String behind, int most);

  abstract String name(T listed);

  /** What the address says besides {@code q} and {@code after}; empty values filter nothing. */
  Map<String, String> filters() {
    return Map.of();
  }

  /** A short parameter of the address; empty when it is not there. */
  String parameter(String name) {
    return Parameters.words(faces, name, LONGEST);
  }

  /** Takes those of a snapshot that are behind a name and fit. */
  static <V> List<V> pick(Map<String, V> all, String behind, Predicate<V> fits, int most) {
    return all.entrySet().stream()
        .filter(it -> it.getKey().compareTo(behind) > 0)
        .filter(it -> fits.test(it.getValue()))
        .sorted(Map.Entry.comparingByKey())
        .limit(most)
        .map(Map.Entry::getValue)
        .toList();
  }

  /** What is on this page. */
  List<T> shown() {
    List<T> all = found();
    return all.size() > SIZE ? all.subList(0, SIZE) : all;
  }

  private List<T> found() {
    if (found == null) {
      found = find(text, after, SIZE + 1);
    }
    return found;
  }

  /** Looks again, after something was changed. */
  void forget() {
    found = null;
  }

  /** Whether others follow. */
  public boolean isMore() {
    return found().size() > SIZE;
  }

  public boolean isFirst() {
    return after.isEmpty();
  }

  public boolean isFiltered() {
    return !text.isEmpty() || filters().values().stream().anyMatch(value -> !value.isEmpty());
  }

  /** The address of the page that follows. */
  public String getNext() {
    List<T> all = shown();
    return all.isEmpty()
        ? getStart()
        : getStart() + "&after=" + encoded(name(all.get(all.size() - 1)));
  }

  /** The address of the first page with the same filter. */
  public String getStart() {
    StringBuilder address = new StringBuilder(page).append("?q=").append(encoded(text));
    filters()
        .forEach(
            (key, value) -> address.append('&').append(key).append('=').append(encoded(value)));
    return address.toString();
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  public String getText() {
    return text;
  }

  public String getAfter() {
    return after;
  }
}
