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
import io.vgi.rpc.VgiException;
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
    assertThat(metadata.text(Keys.LOG_MESSAGE))
        .isEqualTo("ConnectionError: The index is being rebuilt");
    assertThat(metadata.text(Keys.ERROR_CODE)).isEqualTo("UNAVAILABLE");
    assertThat(metadata.text(Keys.ERROR_KIND)).isEqualTo("index_rebuild");
    assertThat(metadata.text(Keys.ERROR_DETAILS)).isEqualTo(details);
    assertThat(metadata.text(Keys.LOG_EXTRA))
        .contains("\"error_kind\":\"index_rebuild\"")
        .endsWith(",\"error_details\":" + details + "}");
  }

  @Test
  void saysWhichMethodFailedAndNotWhereInTheCode() {
    Metadata called = Messages.error(busy, "shelf.v1/read", "server", "request");
    assertThat(called.text(Keys.LOG_EXTRA)).endsWith(",\"traceback\":\"  at shelf.v1/read\"}");
    assertThat(error(busy).text(Keys.LOG_EXTRA)).doesNotContain("traceback");
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

  private static String message(Throwable failure) {
    return Messages.error(failure, null, "server", "request").text(Keys.LOG_MESSAGE);
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

    assertThat(dropped.has(Keys.ERROR_DETAILS)).isFalse();
    assertThat(dropped.text(Keys.LOG_EXTRA)).doesNotContain("error_details");
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
    return error(failure).text(Keys.ERROR_DETAILS);
  }

  private static Metadata error(VgiException failure) {
    return Messages.error(failure, null, "server", "request");
  }
}
