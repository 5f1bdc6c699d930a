package io.vgi.rpc.internal.observe;

import io.vgi.rpc.internal.log.WorkerLog;
import io.vgi.rpc.internal.wire.Excerpt;
import io.vgi.rpc.internal.wire.Json;
import io.vgi.rpc.internal.wire.TraceParent;
import io.vgi.rpc.observe.CallListener;
import io.vgi.rpc.observe.CallReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** A line of JSON for every call, appended to a file; never what calls carry. Any thread. */
public final class AccessLog implements CallListener, AutoCloseable {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final int MOST_MESSAGE_CHARS = 500;

  private final RotatedFile out;
  private final String serverId;
  private final String serverVersion;
  private final Function<String, String> hashes;

  /**
   * Appends to {@code file}.
   *
   * @param hashes gives the hash of a protocol's wire surface
   */
  public AccessLog(
      Path file, String serverId, String serverVersion, Function<String, String> hashes)
      throws IOException {
    this.out = new RotatedFile(file);
    this.serverId = serverId;
    this.serverVersion = serverVersion;
    this.hashes = hashes;
  }

  @Override
  public void ended(CallReport call) {
    byte[] line = (Json.value(record(call)) + "\n").getBytes(StandardCharsets.UTF_8);
    try {
      out.append(line);
    } catch (IOException full) {
      WorkerLog.warn("The access log cannot be written: " + full.getMessage());
    }
  }

  private Map<String, Object> record(CallReport call) {
    CallReport.Failure failure = call.failure();
    String status = failure == null ? "ok" : "error";
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("timestamp", TIME.format(Instant.ofEpochMilli(call.endMillis())));
    line.put("level", "INFO");
    line.put("logger", "vgi_rpc.access");
    line.put("message", call.protocol() + "." + call.method() + " " + status);
    line.put("server_id", serverId);
    if (!serverVersion.isEmpty()) {
      line.put("server_version", serverVersion);
    }
    line.put("protocol", call.protocol());
    line.put("protocol_hash", hashes.apply(call.protocol()));
    line.put("method", call.method());
    line.put("method_type", call.streamId() == null ? "unary" : "stream");
    line.put("principal", call.caller().name());
    line.put("auth_domain", call.caller().domain());
    line.put("authenticated", call.caller().authenticated());
    line.put("remote_addr", call.remoteAddress());
    line.put("duration_ms", Math.round(call.nanos() / 1e4) / 100.0);
    line.put("status", status);
    line.put("error_type", failure == null ? "" : failure.type());
    if (failure != null) {
      String message = failure.message().isEmpty() ? "unknown" : failure.message();
      line.put("error_message", Excerpt.head(message, MOST_MESSAGE_CHARS));
      line.put("error_code", failure.code());
    }
    if (call.streamId() != null) {
      line.put("stream_id", call.streamId());
    }
    line.put("request_id", call.requestId());
    String traceparent = call.traceparent();
    if (traceparent != null) {
      line.put("trace_id", TraceParent.trace(traceparent));
      line.put("span_id", TraceParent.span(traceparent));
    }
    if (call.httpStatus() != 0) {
      line.put("http_status", call.httpStatus());
      line.put("request_bytes", call.requestBytes());
      line.put("response_bytes", call.responseBytes());
    }
    if (call.externalBytes() > 0) {
      line.put("externalized_bytes", call.externalBytes());
    }
    if (call.cancelled()) {
      line.put("cancelled", true);
    }
    amount(line, "input_", call.input());
    amount(line, "output_", call.output());
    return line;
  }

  private static void amount(Map<String, Object> line, String prefix, CallReport.Amount amount) {
    line.put(prefix + "batches", amount.batches());
    line.put(prefix + "rows", amount.rows());
    line.put(prefix + "bytes", amount.bytes());
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
