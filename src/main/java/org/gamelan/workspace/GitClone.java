package org.gamelan.workspace;

import java.io.IOException;
import java.net.Proxy;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.ResetCommand.ResetType;
import org.eclipse.jgit.api.TransportConfigCallback;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.api.errors.JGitInternalException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.EmptyProgressMonitor;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.eclipse.jgit.transport.http.JDKHttpConnectionFactory;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.GamelanException;

/** One clone without history, within limits of size and time, of one branch or tag. */
final class GitClone {
  private static final int MOST_FILES = 500_000;

  private final SourceReference reference;
  private final HostPolicy hosts;
  private final long mostBytes;
  private final Duration timeout;

  GitClone(SourceReference reference, HostPolicy hosts, long mostBytes, Duration timeout) {
    this.reference = reference;
    this.hosts = hosts;
    this.mostBytes = mostBytes;
    this.timeout = timeout;
  }

  /** Clones into a folder that does not exist yet; what is left of a failed clone stays there. */
  void into(Path folder) throws IOException {
    Limits limits = new Limits(folder);
    try {
      String ref = fullRef();
      try (Git git =
          Git.cloneRepository()
              .setURI(reference.git())
              .setDirectory(folder.toFile())
              .setDepth(1)
              .setNoTags()
              .setNoCheckout(true)
              .setBranch(ref)
              .setBranchesToClone(List.of(ref))
              .setTimeout(seconds())
              .setTransportConfigCallback(guard())
              .setProgressMonitor(limits)
              .call()) {
        checkSize(git.getRepository());
        git.reset().setMode(ResetType.HARD).setProgressMonitor(limits).call();
      }
    } catch (GitAPIException | JGitInternalException e) {
      throw limits.failure(e);
    }
  }

  /** Asks the server for the full name of the ref, so that only that one is fetched. */
  private String fullRef() throws GitAPIException {
    Map<String, Ref> refs =
        Git.lsRemoteRepository()
            .setRemote(reference.git())
            .setTimeout(seconds())
            .setTransportConfigCallback(guard())
            .callAsMap();
    if (reference.ref() == null) {
      Ref head = refs.get(Constants.HEAD);
      if (head == null) {
        throw new GamelanException(FailureKind.TOOL, "The repository is empty: it has no branch.");
      }
      return head.isSymbolic() ? head.getTarget().getName() : branchAt(refs, head);
    }
    for (String prefix : List.of(Constants.R_HEADS, Constants.R_TAGS, "")) {
      if (refs.containsKey(prefix + reference.ref())) {
        return prefix + reference.ref();
      }
    }
    throw new GamelanException(
        FailureKind.TOOL,
        "The repository has no branch or tag '" + reference.ref() + "'. Check source.ref.");
  }

  /** Old servers do not say which branch HEAD is: it is one with the same commit. */
  private static String branchAt(Map<String, Ref> refs, Ref head) {
    return refs.values().stream()
        .filter(ref -> ref.getName().startsWith(Constants.R_HEADS))
        .filter(ref -> head.getObjectId().equals(ref.getObjectId()))
        .map(Ref::getName)
        .sorted()
        .findFirst()
        .orElse(Constants.HEAD);
  }

  /** A small pack may unfold into much: the files are counted before any is written. */
  private void checkSize(Repository repository) throws IOException {
    try (RevWalk commits = new RevWalk(repository);
        ObjectReader objects = repository.newObjectReader();
        TreeWalk files = new TreeWalk(repository)) {
      files.addTree(commits.parseCommit(repository.resolve(Constants.HEAD)).getTree());
      files.setRecursive(true);
      long bytes = 0;
      int count = 0;
      while (files.next()) {
        if (files.getFileMode(0).getObjectType() == Constants.OBJ_BLOB) {
          bytes += objects.getObjectSize(files.getObjectId(0), Constants.OBJ_BLOB);
          count++;
        }
        if (bytes > mostBytes || count > MOST_FILES) {
          throw tooBig(null);
        }
      }
    }
  }

  /** Checks the host of every connection, so that a redirect leads to no private one either. */
  private TransportConfigCallback guard() {
    return transport -> {
      if (transport instanceof TransportHttp http) {
        http.setHttpConnectionFactory(new GuardedConnections());
      }
    };
  }

  private final class GuardedConnections implements HttpConnectionFactory {
    private final HttpConnectionFactory plain = new JDKHttpConnectionFactory();

    @Override
    public HttpConnection create(URL url) throws IOException {
      hosts.check(url.getHost());
      return plain.create(url);
    }

    @Override
    public HttpConnection create(URL url, Proxy proxy) throws IOException {
      hosts.check(url.getHost());
      return plain.create(url, proxy);
    }
  }

  private int seconds() {
    return (int) Math.max(1, timeout.toSeconds());
  }

  private GamelanException tooBig(Throwable cause) {
    return new GamelanException(
        FailureKind.TOOL,
        "The repository is larger than "
            + mostBytes / 1_000_000
            + " MB or has too many files. An administrator may raise"
            + " GAMELAN_SOURCES_GIT_BYTES.",
        cause);
  }

  /** Stops a clone that grows too big or takes too long; JGit asks it now and then. */
  private final class Limits extends EmptyProgressMonitor {
    private static final long LOOK_EVERY_NANOS = 250_000_000;

    private final Path folder;
    private final long started = System.nanoTime();
    private long looked = started;
    private boolean late;
    private boolean big;

    Limits(Path folder) {
      this.folder = folder;
    }

    @Override
    public boolean isCancelled() {
      long now = System.nanoTime();
      late |= now - started > timeout.toNanos() || Thread.currentThread().isInterrupted();
      if (now - looked > LOOK_EVERY_NANOS) {
        looked = now;
        big |= bytes() > mostBytes;
      }
      return late || big;
    }

    private long bytes() {
      try {
        return Files.exists(folder) ? CloneCache.size(folder) : 0;
      } catch (IOException e) {
        return 0; // looked at while files were renamed; the next look counts
      }
    }

    GamelanException failure(Exception e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof GamelanException known) {
          return known;
        }
      }
      if (big) {
        return tooBig(e);
      }
      String text = String.valueOf(e.getMessage());
      if (late || text.contains("timed out")) {
        return new GamelanException(
            FailureKind.TIMEOUT, "Cloning the source took longer than " + timeout + ".", e);
      }
      if (text.contains("not authorized") || text.contains("Authentication is required")) {
        return new GamelanException(
            FailureKind.AUTH,
            "The repository needs credentials, or there is none at this URL; sources must be"
                + " public.",
            e);
      }
      return new GamelanException(
          FailureKind.NETWORK, "The source cannot be cloned: " + text + ".", e);
    }
  }
}
