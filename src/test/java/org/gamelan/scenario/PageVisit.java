package org.gamelan.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gamelan.json.Json;

/** Somebody who has signed in to the pages of a server and reads them without a browser. */
final class PageVisit {
  private static final Pattern VIEW_STATE =
      Pattern.compile("name=\"jakarta.faces.ViewState\"[^>]* value=\"([^\"]*)\"");

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .cookieHandler(new CookieManager())
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();
  private final Api node;

  private PageVisit(Api node) {
    this.node = node;
  }

  /**
   * Signs in an operator that is made for it.
   *
   * @param maker where the operator is made
   * @param node whose pages are read
   */
  static PageVisit signIn(Api maker, Api node) {
    String password = "reads-pages-only-1";
    ObjectNode person = Json.object().put("name", "page-reader").put("role", "operator");
    maker.post("/users", person.put("password", password)).ok();
    PageVisit visit = new PageVisit(node);
    Matcher state = VIEW_STATE.matcher(visit.read("login.xhtml"));
    assertThat(state.find()).as("the form has a view state").isTrue();
    String form =
        "sign-in=sign-in&sign-in%3Aname=page-reader&sign-in%3Apassword="
            + password
            + "&sign-in%3Asubmit=Sign+in&jakarta.faces.ViewState="
            + URLEncoder.encode(state.group(1), UTF_8);
    visit.send(
        HttpRequest.newBuilder(node.page("login.xhtml"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form)));
    return visit;
  }

  /** A page as it comes, whose address is still its own. */
  String read(String page) {
    URI address = node.page(page);
    HttpResponse<String> answer = send(HttpRequest.newBuilder(address));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.uri().getPath()).isEqualTo(address.getPath());
    return answer.body();
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }
}
