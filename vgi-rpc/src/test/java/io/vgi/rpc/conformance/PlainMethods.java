package io.vgi.rpc.conformance;

import static io.vgi.rpc.conformance.Fields.bytes;
import static io.vgi.rpc.conformance.Fields.flag;
import static io.vgi.rpc.conformance.Fields.number;
import static io.vgi.rpc.conformance.Fields.real;
import static io.vgi.rpc.conformance.Fields.schema;
import static io.vgi.rpc.conformance.Fields.text;

import io.vgi.rpc.LogLevel;
import io.vgi.rpc.WireSchema;
import java.util.Locale;
import java.util.Map;

/** Methods with one answer that compute, fail, log or need what this worker does not have. */
final class PlainMethods {
  private static final WireSchema VALUE = schema(text("value"));
  private static final WireSchema MESSAGE = schema(text("message"));

  private PlainMethods() {}

  static void addTo(MethodTable table) {
    compute(table);
    fail(table);
    log(table);
    unavailable(table);
  }

  private static void compute(MethodTable table) {
    table
        .unary("void_noop", WireSchema.EMPTY, null, (call, in) -> null)
        .unary("void_with_param", schema(number("value")), null, (call, in) -> null)
        .unary(
            "add_floats",
            schema(real("a"), real("b")),
            real("result"),
            (call, in) -> in.real("a") + in.real("b"))
        .unary(
            "concatenate",
            schema(text("prefix"), text("suffix"), text("separator")),
            text("result"),
            (call, in) -> in.text("prefix") + in.text("separator") + in.text("suffix"))
        .unary(
            "with_defaults",
            schema(number("required"), text("optional_str"), number("optional_int")),
            text("result"),
            (call, in) ->
                "required="
                    + in.needNumber("required")
                    + ", optional_str="
                    + in.text("optional_str")
                    + ", optional_int="
                    + in.needNumber("optional_int"))
        .unary(
            "oversized_unary",
            schema(number("target_bytes")),
            bytes("result"),
            (call, in) -> {
              long size = in.needNumber("target_bytes");
              if (size < 0) {
                throw new IllegalArgumentException("target_bytes must be non-negative");
              }
              return new byte[Math.toIntExact(size)];
            });
  }

  private static void fail(MethodTable table) {
    table
        .unary(
            "raise_value_error",
            MESSAGE,
            text("result"),
            (call, in) -> {
              throw new IllegalArgumentException(in.text("message"));
            })
        .unary(
            "raise_runtime_error",
            MESSAGE,
            text("result"),
            (call, in) -> {
              throw new IllegalStateException(in.text("message"));
            })
        .unary(
            "raise_type_error",
            MESSAGE,
            text("result"),
            (call, in) -> {
              throw new ClassCastException(in.text("message"));
            });
  }

  private static void log(MethodTable table) {
    logging(table, "echo_with_info_log", Map.of(), LogLevel.INFO);
    logging(table, "echo_with_multi_logs", Map.of(), LogLevel.DEBUG, LogLevel.INFO, LogLevel.WARN);
    logging(
        table,
        "echo_with_all_log_levels",
        Map.of(),
        LogLevel.TRACE,
        LogLevel.DEBUG,
        LogLevel.INFO,
        LogLevel.WARN,
        LogLevel.ERROR);
    table.unary(
        "echo_with_log_extras",
        VALUE,
        text("result"),
        (call, in) -> {
          String value = in.needText("value");
          call.log(
              LogLevel.INFO, "info: " + value, Map.of("source", "conformance", "detail", value));
          return value;
        });
  }

  private static void logging(
      MethodTable table, String name, Map<String, String> extra, LogLevel... levels) {
    table.unary(
        name,
        VALUE,
        text("result"),
        (call, in) -> {
          String value = in.needText("value");
          for (LogLevel level : levels) {
            call.log(level, level.name().toLowerCase(Locale.ROOT) + ": " + value, extra);
          }
          return value;
        });
  }

  /** What needs an upload store or sessions, which this worker does not offer. */
  private static void unavailable(MethodTable table) {
    table
        .unary(
            "published_string",
            schema(text("value"), flag("include_sha256")),
            text("result"),
            (call, in) -> {
              throw new IllegalStateException("published_string requires external storage");
            })
        .unary("open_counter", schema(number("initial")), number("result"), noSession())
        .unary("increment_counter", schema(number("by")), number("result"), noSession())
        .unary("close_counter", WireSchema.EMPTY, number("result"), noSession())
        .producer("stream_session_counter", schema(number("count")), noStream())
        .exchange("exchange_session_counter", WireSchema.EMPTY, noStream());
  }

  private static MethodTable.Opening noStream() {
    return (call, in, header, place) -> {
      throw new IllegalStateException("no sticky counter bound to this request");
    };
  }

  private static MethodTable.Answer noSession() {
    return (call, in) -> {
      throw new IllegalStateException("no sticky counter bound to this request");
    };
  }
}
