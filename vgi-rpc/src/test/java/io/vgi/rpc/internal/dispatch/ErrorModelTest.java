package io.vgi.rpc.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vgi.rpc.ErrorDetail.BadRequest;
import io.vgi.rpc.ErrorDetail.Custom;
import io.vgi.rpc.ErrorDetail.ErrorInfo;
import io.vgi.rpc.ErrorDetail.Help;
import io.vgi.rpc.ErrorDetail.LocalizedMessage;
import io.vgi.rpc.ErrorDetail.PreconditionFailure;
import io.vgi.rpc.ErrorDetail.QuotaFailure;
import io.vgi.rpc.ErrorDetail.ResourceInfo;
import io.vgi.rpc.ErrorDetail.RetryInfo;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.Peer;
import io.vgi.rpc.Seal;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.internal.log.WorkerLog;
import io.vgi.rpc.internal.wire.MetadataKeys;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ErrorModelTest {
  private final VgiException busy = VgiException.unavailable("The index is being rebuilt");

  @Test
  void writesTheReasonAndTheDetailsTwice() {
    Metadata metadata =
        error(
            busy.withReason("index_rebuild")
                .withDetails(
                    new RetryInfo(Duration.ofSeconds(7)), new ErrorInfo(Map.of("index", "ä\""))));

    String details =
        "[{\"@type\":\"vgi_rpc.RetryInfo\",\"retry_delay_seconds\":7},"
            + "{\"@type\":\"vgi_rpc.ErrorInfo\",\"metadata\":{\"index\":\"ä\\\"\"}}]";
    assertThat(metadata.text(MetadataKeys.LOG_MESSAGE))
        .isEqualTo("ConnectionError: The index is being rebuilt");
    assertThat(metadata.text(MetadataKeys.ERROR_CODE)).isEqualTo("UNAVAILABLE");
    assertThat(metadata.text(MetadataKeys.ERROR_KIND)).isEqualTo("index_rebuild");
    assertThat(metadata.text(MetadataKeys.ERROR_DETAILS)).isEqualTo(details);
    assertThat(metadata.text(MetadataKeys.LOG_EXTRA))
        .contains("\"error_kind\":\"index_rebuild\"")
        .endsWith(",\"error_details\":" + details + "}");
  }

  @Test
  void saysWhichMethodFailedAndNotWhereInTheCode() {
    Metadata called = Messages.error(busy, context(Peer.LOCAL), "server", "request");
    assertThat(called.text(MetadataKeys.LOG_EXTRA))
        .endsWith(",\"traceback\":\"  at shelf.v1/read\"}");
    assertThat(error(busy).text(MetadataKeys.LOG_EXTRA)).doesNotContain("traceback");
  }

  @Test
  void aMessageThatIsButANameSaysWhatIsWithIt() {
    assertThat(message(new NoSuchFileException("/data/x.csv")))
        .isEqualTo("RuntimeError: NoSuchFileException: /data/x.csv");
    assertThat(message(new NoClassDefFoundError("a/B")))
        .isEqualTo("RuntimeError: NoClassDefFoundError: a/B");
    assertThat(message(new ClassNotFoundException("a.B")))
        .isEqualTo("RuntimeError: ClassNotFoundException: a.B");
    assertThat(message(new IllegalStateException("said"))).isEqualTo("RuntimeError: said");
    assertThat(message(new IllegalStateException()))
        .isEqualTo("RuntimeError: IllegalStateException");
    assertThat(message(new IllegalStateException() {}))
        .startsWith("RuntimeError: io.vgi.rpc.internal.dispatch.ErrorModelTest$");
  }

  @Test
  void namesTheFunctionAndTheBatchUnlessTheSentenceIsTheAuthorsOwn() {
    ServerCallContext call = context(Peer.LOCAL);
    call.runs("orders", "to bind");
    assertThat(message(new IllegalStateException("no"), call))
        .isEqualTo("RuntimeError: 'orders' failed to bind: no");
    call.runs("orders", "");
    assertThat(message(new IllegalStateException("no"), call))
        .isEqualTo("RuntimeError: 'orders' failed: no");
    call.nextBatch();
    call.nextBatch();
    assertThat(message(new IllegalArgumentException("no"), call))
        .isEqualTo("ValueError: 'orders' failed in batch 2: no");
    assertThat(message(busy, call)).isEqualTo("ConnectionError: The index is being rebuilt");
    assertThat(Messages.error(busy, call, "server", "request").text(MetadataKeys.LOG_EXTRA))
        .endsWith(",\"traceback\":\"  at shelf.v1/read of 'orders' in batch 2\"}");
    call.runs("orders", "to finish");
    call.nextBatch();
    assertThat(message(new StackOverflowError(), call))
        .isEqualTo("RuntimeError: 'orders' failed to finish in batch 1: StackOverflowError");
    call.resumes("orders", "");
    call.nextBatch();
    assertThat(message(new IllegalStateException("no"), call))
        .isEqualTo("RuntimeError: 'orders' failed: no");
  }

  @Test
  void aWrapperSaysWhatItWraps() {
    assertThat(message(new ExceptionInInitializerError(new NumberFormatException("not a 'x'"))))
        .isEqualTo("RuntimeError: ExceptionInInitializerError: not a 'x'");
    assertThat(message(new InvocationTargetException(new IOException())))
        .isEqualTo("RuntimeError: InvocationTargetException: IOException");
    assertThat(message(new RuntimeException(new IOException("disk"))))
        .isEqualTo("RuntimeError: java.io.IOException: disk");
    NoClassDefFoundError later = new NoClassDefFoundError("Could not initialize class A");
    later.initCause(new ExceptionInInitializerError("Exception NumberFormatException: x"));
    assertThat(message(later)).contains("Could not initialize class A (").contains(": x)");
    Exception one = new Exception((String) null);
    Exception two = new Exception((String) null, one);
    one.initCause(two);
    assertThat(message(one)).startsWith("RuntimeError: Exception: Exception");
  }

  @Test
  void aMessageThatThrowsOrIsHugeIsAnErrorAllTheSame() {
    Exception hostile =
        new Exception() {
          private static final long serialVersionUID = 1L;

          @Override
          public String getMessage() {
            throw new IllegalStateException("no message");
          }
        };
    assertThat(message(hostile)).contains("whose message cannot be read: IllegalStateException");
    int most = FailureText.MOST_CHARS;
    assertThat(message(new Exception("x".repeat(most))))
        .isEqualTo("RuntimeError: " + "x".repeat(most));
    assertThat(message(new Exception("x".repeat(most + 1))))
        .isEqualTo("RuntimeError: " + "x".repeat(most) + "… (cut, " + (most + 1) + " characters)");
    assertThat(message(new Exception("x".repeat(most - 1) + "\ud83e\udd86")))
        .startsWith("RuntimeError: " + "x".repeat(most - 1) + "… (cut");
  }

  @Test
  void onlyCallersOfThisMachineHearWhereTheLogIs() {
    String standard = WorkerLog.file();
    WorkerLog.writesTo("/logs/worker.log");
    try {
      Exception failure = new IllegalStateException("no");
      assertThat(message(failure, context(Peer.LOCAL)))
          .isEqualTo("RuntimeError: no (the worker's log is /logs/worker.log)");
      assertThat(message(failure, context(Peer.remote("127.0.0.1")))).isEqualTo("RuntimeError: no");
      assertThat(message(failure, context(new Peer("", false)))).isEqualTo("RuntimeError: no");
      assertThat(message(failure)).isEqualTo("RuntimeError: no");
      assertThat(message(busy, context(Peer.LOCAL))).doesNotContain("alice");
    } finally {
      WorkerLog.writesTo(standard);
    }
  }

  static ServerCallContext context(Peer peer) {
    return new ServerCallContext(
        "shelf.v1",
        "read",
        null,
        Metadata.EMPTY,
        "request",
        Caller.anonymous(peer),
        Seal.NONE,
        Long.MAX_VALUE,
        null);
  }

  private static String message(Throwable failure, ServerCallContext context) {
    return Messages.error(failure, context, "server", "request").text(MetadataKeys.LOG_MESSAGE);
  }

  private static String message(Throwable failure) {
    return Messages.error(failure, null, "server", "request").text(MetadataKeys.LOG_MESSAGE);
  }

  @Test
  void writesEveryDetailOfTheCatalog() {
    assertThat(
            details(
                busy.withDetails(
                    new RetryInfo(Duration.ofMillis(2500)),
                    new BadRequest(Map.of("code", "unknown")),
                    new PreconditionFailure("version", "p", "older"),
                    new QuotaFailure("user", "calls"),
                    new ResourceInfo("report", "r1", "", "gone"),
                    new Help(Map.of("https://example.org", "manual")),
                    new LocalizedMessage("de", "Nein"),
                    new Custom("p.v1.Probe", Map.of("n", List.of(1, true, Map.of()))))))
        .isEqualTo(
            "[{\"@type\":\"vgi_rpc.RetryInfo\",\"retry_delay_seconds\":2.5},"
                + "{\"@type\":\"vgi_rpc.BadRequest\",\"field_violations\":"
                + "[{\"field\":\"code\",\"description\":\"unknown\"}]},"
                + "{\"@type\":\"vgi_rpc.PreconditionFailure\",\"violations\":[{\"type\":\"version\""
                + ",\"subject\":\"p\",\"description\":\"older\"}]},"
                + "{\"@type\":\"vgi_rpc.QuotaFailure\",\"violations\":[{\"subject\":\"user\","
                + "\"description\":\"calls\"}]},"
                + "{\"@type\":\"vgi_rpc.ResourceInfo\",\"resource_type\":\"report\","
                + "\"resource_name\":\"r1\",\"owner\":\"\",\"description\":\"gone\"},"
                + "{\"@type\":\"vgi_rpc.Help\",\"links\":[{\"description\":\"manual\","
                + "\"url\":\"https://example.org\"}]},"
                + "{\"@type\":\"vgi_rpc.LocalizedMessage\",\"locale\":\"de\",\"message\":\"Nein\"},"
                + "{\"@type\":\"p.v1.Probe\",\"n\":[1,true,{}]}]");
  }

  @Test
  void sendsAllDetailsOrNone() {
    RetryInfo small = new RetryInfo(Duration.ofSeconds(1));
    int most = 4096 - details(busy.withDetails(small, padding(0))).length();
    assertThat(details(busy.withDetails(small, padding(most)))).hasSize(4096);

    Metadata dropped = error(busy.withDetails(small, padding(most + 1)));

    assertThat(dropped.has(MetadataKeys.ERROR_DETAILS)).isFalse();
    assertThat(dropped.text(MetadataKeys.LOG_EXTRA)).doesNotContain("error_details");
    assertThat(details(busy.withDetails(small, new ErrorInfo(Map.of("p", "ä".repeat(2048))))))
        .isNull();
  }

  @Test
  void copiesKeepWhatTheyWereMadeOf() {
    Exception cause = new Exception("why");
    VgiException first = VgiException.internal("broken", cause);

    VgiException copy = first.withReason("r").withDetails(padding(1)).withReason("s");

    assertThat(copy).hasMessage("broken").hasCause(cause);
    assertThat(copy.kind()).isEqualTo(VgiException.Kind.INTERNAL);
    assertThat(copy.getStackTrace()).isEqualTo(first.getStackTrace());
    assertThat(copy.reason()).isEqualTo("s");
    assertThat(copy.details()).containsExactly(padding(1));
    assertThat(first.reason()).isNull();
  }

  @Test
  void refusesDetailsThatClientsCouldNotRead() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> busy.withDetails(padding(1), padding(2)))
        .withMessageContaining("vgi_rpc.ErrorInfo");
    assertThatIllegalArgumentException().isThrownBy(() -> busy.withReason(" "));
    assertThatIllegalArgumentException().isThrownBy(() -> new Custom("Probe", Map.of()));
    assertThatIllegalArgumentException().isThrownBy(() -> new Custom("vgi_rpc.Probe", Map.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Custom("p.Probe", Map.of("n", List.of(Double.NaN))));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Custom("p.Probe", Map.of("n", Map.of(1, "one"))));
    assertThatIllegalArgumentException().isThrownBy(() -> new RetryInfo(Duration.ofSeconds(-1)));
  }

  private static ErrorInfo padding(int length) {
    return new ErrorInfo(Map.of("p", "x".repeat(length)));
  }

  private static String details(VgiException failure) {
    return error(failure).text(MetadataKeys.ERROR_DETAILS);
  }

  private static Metadata error(VgiException failure) {
    return Messages.error(failure, null, "server", "request");
  }
}
