package io.vgi.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.catalog.CatalogCall;
import io.vgi.catalog.LiveCatalog;
import io.vgi.catalog.Schema;
import io.vgi.catalog.Table;
import io.vgi.rpc.Principal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** When live catalogs are opened and closed. */
class LiveSessionsTest {
  private static final Principal NOBODY = Principal.ANONYMOUS;
  private static final long MINUTE = 60_000_000_000L;

  private final AtomicLong clock = new AtomicLong();
  private final LiveSessions sessions = new LiveSessions(2, clock::get);
  private final List<Opened> all = new ArrayList<>();

  /** A catalog that knows whether it is open, and fails where it is closed twice or too soon. */
  private static final class Opened implements LiveCatalog {
    private final AtomicInteger uses = new AtomicInteger();
    private volatile boolean closed;

    @Override
    public List<Schema> schemas(CatalogCall call) {
      return List.of();
    }

    @Override
    public List<Table> tables(CatalogCall call, String schema) {
      return List.of();
    }

    void use(Callable<?> work) throws Exception {
      uses.incrementAndGet();
      assertThat(closed).isFalse();
      work.call();
      assertThat(closed).isFalse();
      uses.decrementAndGet();
    }

    @Override
    public void close() {
      assertThat(closed).isFalse();
      assertThat(uses).hasValue(0);
      closed = true;
    }
  }

  private Opened opened() {
    Opened one = new Opened();
    synchronized (all) {
      all.add(one);
    }
    return one;
  }

  private static ByteBuffer key(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  private LiveSession enter(String attach) throws Exception {
    return sessions.enter(key(attach), NOBODY, this::opened);
  }

  private String closed() {
    StringBuilder text = new StringBuilder();
    all.forEach(one -> text.append(one.closed ? 'c' : 'o'));
    return text.toString();
  }

  @Test
  void callsOfAnAttachShareOne() throws Exception {
    LiveSession one = enter("a");
    LiveSession same = enter("a");
    assertThat(same.catalog()).isSameAs(one.catalog()).isSameAs(all.get(0));
    assertThat(enter("b").catalog()).isSameAs(all.get(1));
    one.release();
    same.release();
    assertThat(closed()).isEqualTo("oo");
  }

  @Test
  void concurrentFirstCallsOpenItOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      CountDownLatch entered = new CountDownLatch(8);
      List<Future<LiveCatalog>> got = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        got.add(
            threads.submit(
                () -> {
                  entered.countDown();
                  LiveSession session =
                      sessions.enter(
                          key("a"),
                          NOBODY,
                          () -> {
                            entered.await();
                            return opened();
                          });
                  session.release();
                  return session.catalog();
                }));
      }
      for (Future<LiveCatalog> one : got) {
        assertThat(one.get()).isSameAs(all.get(0));
      }
      assertThat(closed()).isEqualTo("o");
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void failuresAreNotRemembered() throws Exception {
    assertThatThrownBy(
            () ->
                sessions.enter(
                    key("a"),
                    NOBODY,
                    () -> {
                      throw new SQLException("not yet");
                    }))
        .isInstanceOf(SQLException.class)
        .hasMessage("not yet");
    LiveSession session = enter("a");
    session.release();
    sessions.close();
    assertThat(closed()).isEqualTo("c");
  }

  @Test
  void whatIsInUseIsNeverClosed() throws Exception {
    LiveSession used = enter("a");
    enter("b").release();
    enter("c").release();
    enter("d").release();
    // of four there is room for two, and the first is in use
    assertThat(closed()).isEqualTo("occo");
    clock.addAndGet(30 * MINUTE);
    enter("e").release();
    assertThat(all.get(0).closed).isFalse();
    sessions.end("a".getBytes(StandardCharsets.US_ASCII));
    assertThat(all.get(0).closed).isFalse();
    used.release();
    assertThat(all.get(0).closed).isTrue();
  }

  @Test
  void idleOnesAreClosed() throws Exception {
    enter("a").release();
    clock.addAndGet(10 * MINUTE);
    enter("b").release();
    assertThat(closed()).isEqualTo("oo");
    clock.addAndGet(1);
    enter("b").release();
    assertThat(closed()).isEqualTo("co");
    enter("a").release();
    assertThat(closed()).isEqualTo("coo");
  }

  @Test
  void theOldestOfTooManyIsClosed() throws Exception {
    enter("a").release();
    enter("b").release();
    enter("a").release();
    enter("c").release();
    assertThat(closed()).isEqualTo("oco");
  }

  @Test
  void detachClosesThoseOfTheAttach() throws Exception {
    enter("0123456789abcdefshop").release();
    enter("0123456789abcdeeshop").release();
    sessions.end("0123456789abcdef".getBytes(StandardCharsets.US_ASCII));
    assertThat(closed()).isEqualTo("co");
  }

  @Test
  void anotherCallerHasItOpenedAnew() throws Exception {
    LiveSession alices =
        sessions.enter(key("a"), new Principal("bearer", "alice", Map.of()), this::opened);
    LiveSession admins =
        sessions.enter(
            key("a"), new Principal("bearer", "alice", Map.of("role", "admin")), this::opened);
    assertThat(admins.catalog()).isNotSameAs(alices.catalog());
    assertThat(closed()).isEqualTo("oo");
    alices.release();
    admins.release();
    assertThat(closed()).isEqualTo("co");
  }

  @Test
  void theEndClosesAll() throws Exception {
    LiveSession used = enter("a");
    enter("b").release();
    sessions.close();
    assertThat(closed()).isEqualTo("oc");
    used.release();
    assertThat(closed()).isEqualTo("cc");
    LiveSession late = enter("c");
    assertThat(closed()).isEqualTo("cco");
    late.release();
    assertThat(closed()).isEqualTo("ccc");
  }

  @Test
  void threadsThatOpenUseAndEndNeverMeetAClosedOne() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        Random random = new Random(i);
        done.add(
            threads.submit(
                () -> {
                  for (int round = 0; round < 2_000; round++) {
                    String attach = "" + (char) ('a' + random.nextInt(4));
                    if (random.nextInt(10) == 0) {
                      sessions.end(attach.getBytes(StandardCharsets.US_ASCII));
                    } else if (random.nextInt(20) == 0) {
                      assertThatThrownBy(
                              () ->
                                  sessions
                                      .enter(
                                          key(attach + "!"),
                                          NOBODY,
                                          () -> {
                                            throw new SQLException("no");
                                          })
                                      .release())
                          .hasMessage("no");
                    } else {
                      LiveSession session = enter(attach);
                      clock.addAndGet(random.nextLong(MINUTE));
                      ((Opened) session.catalog())
                          .use(
                              () -> {
                                Thread.onSpinWait();
                                return null;
                              });
                      session.release();
                    }
                  }
                  return null;
                }));
      }
      for (Future<?> one : done) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }
    sessions.close();
    assertThat(all).hasSizeGreaterThan(100).allMatch(one -> one.closed);
  }
}
