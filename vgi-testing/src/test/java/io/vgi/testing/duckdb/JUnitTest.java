package io.vgi.testing.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** The extension in classes that JUnit runs: when DuckDB starts and when it is closed. */
class JUnitTest {
  private static final List<Connection> CONNECTIONS = new ArrayList<>();

  static class OncePerClass {
    @RegisterExtension static final DuckDb duck = DuckDb.attach(Demo.catalog());

    @Test
    void one() {
      CONNECTIONS.add(duck.connection());
      assertThat(duck.query("SELECT demo.add(1, 2)").single(Long.class)).isEqualTo(3);
    }

    @Test
    void two() {
      CONNECTIONS.add(duck.connection());
    }

    @Nested
    class Inner {
      @Test
      void three() {
        CONNECTIONS.add(duck.connection());
      }
    }
  }

  static class OncePerTest {
    @RegisterExtension final DuckDb duck = DuckDb.attach(Demo.catalog());

    @Test
    void one() {
      CONNECTIONS.add(duck.connection());
      duck.execute("CREATE TABLE t AS SELECT 1");
    }

    @Test
    void two() {
      CONNECTIONS.add(duck.connection());
      duck.execute("CREATE TABLE t AS SELECT 1");
    }
  }

  /** Two classes have the field, one after the other. */
  abstract static class Shared {
    @RegisterExtension static final DuckDb duck = DuckDb.attach(Demo.catalog());

    @Test
    void one() {
      CONNECTIONS.add(duck.connection());
      assertThat(duck.query("SELECT demo.add(1, 2)").single(Long.class)).isEqualTo(3);
    }
  }

  static class FirstShare extends Shared {}

  static class SecondShare extends Shared {}

  static class Failing {
    @RegisterExtension static final DuckDb duck = DuckDb.attach(Demo.catalog()).catalogs("nowhere");

    @Test
    void neverRuns() {
      throw new AssertionError("it ran");
    }
  }

  private static TestExecutionSummary run(Class<?>... classes) {
    CONNECTIONS.clear();
    LauncherDiscoveryRequestBuilder request = LauncherDiscoveryRequestBuilder.request();
    for (Class<?> type : classes) {
      request.selectors(selectClass(type));
    }
    LauncherDiscoveryRequest built =
        request.configurationParameter("junit.jupiter.execution.parallel.enabled", "false").build();
    SummaryGeneratingListener summary = new SummaryGeneratingListener();
    LauncherFactory.create().execute(built, summary);
    return summary.getSummary();
  }

  private static void assertPassed(TestExecutionSummary summary, int tests) {
    assertThat(summary.getFailures())
        .extracting(TestExecutionSummary.Failure::getException)
        .isEmpty();
    assertThat(summary.getTestsSucceededCount()).isEqualTo(tests);
  }

  private static void assertClosed() throws Exception {
    for (Connection connection : CONNECTIONS) {
      assertThat(connection.isClosed()).isTrue();
    }
  }

  @Test
  void aStaticFieldStartsOnceForAClassAndItsNestedOnes() throws Exception {
    assertPassed(run(OncePerClass.class), 3);
    assertThat(CONNECTIONS).hasSize(3).containsOnly(CONNECTIONS.get(0));
    assertClosed();
    assertThatThrownBy(OncePerClass.duck::connection).hasMessage("This DuckDB has been closed");
  }

  @Test
  void anotherFieldStartsForEveryTest() throws Exception {
    assertPassed(run(OncePerTest.class), 2);
    assertThat(CONNECTIONS).hasSize(2).doesNotHaveDuplicates();
    assertClosed();
  }

  @Test
  void classesThatShareAFieldStartItOneAfterTheOther() throws Exception {
    assertPassed(run(FirstShare.class, SecondShare.class), 2);
    assertThat(CONNECTIONS).hasSize(2).doesNotHaveDuplicates();
    assertClosed();
  }

  @Test
  void whatDoesNotStartFailsTheClassWithItsSentence() {
    TestExecutionSummary summary = run(Failing.class);
    assertThat(summary.getTestsStartedCount()).isZero();
    assertThat(summary.getFailures()).hasSize(1);
    assertThat(summary.getFailures().get(0).getException()).hasMessageContaining("nowhere");
  }
}
