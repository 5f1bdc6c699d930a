package io.vgi.rpc.internal.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.rpc.Principal;
import io.vgi.rpc.observe.CallReport;
import io.vgi.rpc.observe.CallReport.Amount;
import io.vgi.rpc.observe.CallReport.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lines, letter by letter. */
class AccessLogTest {
  private static final Amount NOTHING = new Amount(0, 0, 0);

  @TempDir Path folder;

  private List<String> lines(String version, CallReport... calls) throws IOException {
    Path file = folder.resolve("log");
    try (AccessLog log = new AccessLog(file, "5e7", version, protocol -> "hash of " + protocol)) {
      for (CallReport call : calls) {
        log.ended(call);
      }
    }
    return Files.readAllLines(file);
  }

  private static CallReport plain(boolean cancelled, Failure failure) {
    return new CallReport(
        1_767_323_045_006L,
        1_234_567,
        "p.v1",
        "m",
        null,
        0,
        "r",
        null,
        Principal.ANONYMOUS,
        "",
        cancelled,
        failure,
        0,
        NOTHING,
        NOTHING,
        0,
        0,
        0);
  }

  @Test
  void aCallOfAConnection() throws IOException {
    assertThat(lines("", plain(false, null)))
        .containsExactly(
            """
            {"timestamp":"2026-01-02T03:04:05.006Z","level":"INFO","logger":"vgi_rpc.access",\
            "message":"p.v1.m ok","server_id":"5e7","protocol":"p.v1",\
            "protocol_hash":"hash of p.v1","method":"m","method_type":"unary","principal":"",\
            "auth_domain":"","authenticated":false,"remote_addr":"","duration_ms":1.23,\
            "status":"ok","error_type":"","request_id":"r",\
            "input_batches":0,"input_rows":0,"input_bytes":0,\
            "output_batches":0,"output_rows":0,"output_bytes":0}""");
  }

  @Test
  void aTurnOfAStreamOverHttp() throws IOException {
    CallReport turn =
        new CallReport(
            1_767_323_045_000L,
            20_000_000,
            "p.v1",
            "m",
            "0123456789abcdef0123456789abcdef",
            3,
            "r",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            new Principal("bearer", "ali", Map.of("email", "ali@example.org")),
            "10.0.0.1",
            true,
            null,
            200,
            new Amount(1, 2, 3),
            new Amount(4, 5, 6),
            7,
            8,
            9);
    assertThat(lines("1.0", turn))
        .containsExactly(
            """
            {"timestamp":"2026-01-02T03:04:05.000Z","level":"INFO","logger":"vgi_rpc.access",\
            "message":"p.v1.m ok","server_id":"5e7","server_version":"1.0","protocol":"p.v1",\
            "protocol_hash":"hash of p.v1","method":"m","method_type":"stream",\
            "principal":"ali","auth_domain":"bearer","authenticated":true,\
            "remote_addr":"10.0.0.1","duration_ms":20.0,"status":"ok","error_type":"",\
            "stream_id":"0123456789abcdef0123456789abcdef","request_id":"r",\
            "trace_id":"4bf92f3577b34da6a3ce929d0e0e4736","span_id":"00f067aa0ba902b7",\
            "http_status":200,"request_bytes":7,"response_bytes":8,"externalized_bytes":9,\
            "cancelled":true,"input_batches":1,"input_rows":2,"input_bytes":3,\
            "output_batches":4,"output_rows":5,"output_bytes":6}""");
  }

  @Test
  void failuresAreShortAndOnOneLine() throws IOException {
    Failure quoted = new Failure("ValueError", "UNKNOWN", "a \"b\"\nc\\");
    Failure silent = new Failure("RuntimeError", "UNKNOWN", "");
    Failure chatty = new Failure("RuntimeError", "UNKNOWN", "x".repeat(499) + "\uD83E\uDD86");
    List<String> lines =
        lines("", plain(false, quoted), plain(false, silent), plain(false, chatty));
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0))
        .contains(
            """
            "message":"p.v1.m error\"""")
        .contains(
            """
            "status":"error","error_type":"ValueError","error_message":"a \\"b\\"\\nc\\\\",\
            "error_code":"UNKNOWN",""");
    assertThat(lines.get(1)).contains("\"error_message\":\"unknown\"");
    assertThat(lines.get(2)).contains("\"error_message\":\"" + "x".repeat(499) + "\"");
  }
}
