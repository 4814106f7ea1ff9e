package org.gamelan.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LightThreadsTest {
  private static final int JAVA = Runtime.version().feature();

  private final CompletableFuture<Thread> ran = new CompletableFuture<>();

  private void run() {
    ran.complete(Thread.currentThread());
  }

  private Thread ranThread() throws Exception {
    return ran.get(10, TimeUnit.SECONDS);
  }

  @Test
  void aLoopRunsUnderItsNameAndKeepsNoServerAlive() throws Exception {
    Thread thread = LightThreads.create("gamelan-sample", this::run, Thread::new);
    thread.start();

    assertThat(ranThread()).isSameAs(thread);
    assertThat(thread.getName()).isEqualTo("gamelan-sample");
    assertThat(thread.isDaemon()).isTrue();
  }

  @Test
  void aLoopIsVirtualOnlyWhereItHoldsNoProcessor() {
    Thread[] platform = new Thread[1];
    Thread thread =
        LightThreads.create("gamelan-sample", this::run, loop -> platform[0] = new Thread(loop));

    assertThat(thread == platform[0]).isEqualTo(JAVA < 24);
  }

  @Test
  void virtualThreadsAreThereFrom21On() {
    assertThat(LightThreads.virtual().isPresent()).isEqualTo(JAVA >= 21);
  }

  @Test
  void virtualThreadsSeeTheClassesOfWhoAskedForThem() throws Exception {
    ClassLoader own = Thread.currentThread().getContextClassLoader();
    try (URLClassLoader asked = new URLClassLoader(new URL[0], own)) {
      Thread.currentThread().setContextClassLoader(asked);
      ThreadFactory threads = LightThreads.virtual().orElse(Thread::new);
      Thread.currentThread().setContextClassLoader(JAVA < 21 ? asked : own);
      threads.newThread(this::run).start();

      assertThat(ranThread().getContextClassLoader()).isSameAs(asked);
    } finally {
      Thread.currentThread().setContextClassLoader(own);
    }
  }
}
