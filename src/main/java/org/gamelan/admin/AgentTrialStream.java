package org.gamelan.admin;

import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.gamelan.security.Caller;
import org.gamelan.security.CurrentCaller;

/** Tells the page of who tries an agent out what happens, as server-sent events. */
@WebServlet(urlPatterns = "/agent-trial", asyncSupported = true)
public class AgentTrialStream extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final long LONGEST_MS = 600_000;

  @Inject private transient AgentTrials trials;
  @Inject private transient CurrentCaller caller;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Optional<AgentTrial> trial =
        caller.find().map(Caller::name).flatMap(name -> find(request.getParameter("id"), name));
    if (trial.isEmpty()) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    response.setContentType("text/event-stream");
    response.setCharacterEncoding("UTF-8");
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Accel-Buffering", "no");
    AsyncContext context = request.startAsync();
    context.setTimeout(LONGEST_MS);
    new AgentTrialSink(context, trial.get(), seen(request.getHeader("Last-Event-ID"))).start();
  }

  private Optional<AgentTrial> find(String id, String owner) {
    return RunIds.parse(id).flatMap(known -> trials.find(known, owner));
  }

  private static int seen(String lastEventId) {
    return lastEventId != null && lastEventId.matches("\\d{1,9}")
        ? Integer.parseInt(lastEventId)
        : 0;
  }
}
