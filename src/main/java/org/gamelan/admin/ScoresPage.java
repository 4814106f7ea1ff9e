package org.gamelan.admin;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.gamelan.agent.AgentScore;
import org.gamelan.evolution.ScoreBoard;

/** How well agents do, by class of task. */
@Named
@RequestScoped
public class ScoresPage {
  private static final int SIZE = 100;

  private ScoreBoard board;
  private FacesContext faces;

  private String agent;
  private String taskClass;
  private int from;
  private List<AgentScore> found;

  /** For the container's proxies. */
  protected ScoresPage() {}

  @Inject
  ScoresPage(ScoreBoard board, FacesContext faces) {
    this.board = board;
    this.faces = faces;
  }

  /** The filter comes with the address. */
  @PostConstruct
  void begin() {
    agent = Parameters.words(faces, "agent", 200);
    taskClass = Parameters.words(faces, "class", 200);
    String place = Parameters.words(faces, "from", 200);
    from = place.matches("\\d{1,6}") ? Integer.parseInt(place) : 0;
  }

  private List<AgentScore> found() {
    if (found == null) {
      found =
          board.list().stream()
              .filter(score -> has(score.agent(), agent) && has(score.taskClass(), taskClass))
              .toList();
    }
    return found;
  }

  private static boolean has(String text, String part) {
    return text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
  }

  /** The scores of this page, by agent and class. */
  public List<AgentScore> getScores() {
    List<AgentScore> all = found();
    return all.subList(Math.min(from, all.size()), Math.min(from + SIZE, all.size()));
  }

  public boolean isMore() {
    return found().size() > from + SIZE;
  }

  public boolean isFiltered() {
    return !agent.isEmpty() || !taskClass.isEmpty();
  }

  /** The address of the first page with the same filter. */
  public String getFirst() {
    return "scores.xhtml?agent=" + encoded(agent) + "&class=" + encoded(taskClass);
  }

  /** The address of the page that follows. */
  public String getNext() {
    return getFirst() + "&from=" + (from + SIZE);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** A number with two decimals. */
  public String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  /** A share in hundredths. */
  public long percent(double share) {
    return Math.round(share * 100);
  }

  public String getAgent() {
    return agent;
  }

  public String getTaskClass() {
    return taskClass;
  }

  public int getFrom() {
    return from;
  }
}
