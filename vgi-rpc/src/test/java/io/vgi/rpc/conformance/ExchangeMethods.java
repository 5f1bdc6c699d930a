package io.vgi.rpc.conformance;

import static io.vgi.rpc.conformance.Fields.number;
import static io.vgi.rpc.conformance.Fields.optional;
import static io.vgi.rpc.conformance.Fields.real;
import static io.vgi.rpc.conformance.Fields.schema;
import static io.vgi.rpc.conformance.Fields.text;

import io.vgi.rpc.CallContext;
import io.vgi.rpc.LogLevel;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.ServerStream;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.arrow.vector.Float8Vector;

/** Methods that open streams which answer every input batch. */
final class ExchangeMethods {
  static final WireSchema VALUE = schema(optional(real("value")));
  private static final WireSchema SUMS =
      schema(optional(real("running_sum")), optional(number("exchange_count")));
  private static final WireSchema SEEN = schema(optional(text("seen")), optional(text("keys")));
  private static final WireSchema FACTOR = schema(real("factor"));

  private ExchangeMethods() {}

  static void addTo(MethodTable table) {
    scaling(table);
    reporting(table);
    failing(table);
  }

  private static void scaling(MethodTable table) {
    table
        .exchange(
            "exchange_scale",
            FACTOR,
            (call, in, header, place) -> scale(call, in.real("factor"), header, place))
        .exchange(
            "exchange_cast_compatible",
            WireSchema.EMPTY,
            (call, in, header, place) -> scale(call, 1, header, place))
        .exchange(
            "exchange_with_header",
            FACTOR,
            Records.HEADER,
            (call, in) -> Records.header(0, "scale by " + in.real("factor")),
            (call, in, header, place) -> scale(call, in.real("factor"), header, place))
        .exchange(
            "exchange_with_rich_header",
            schema(number("seed"), real("factor")),
            Records.RICH_HEADER,
            (call, in) -> Records.richHeader(in.needNumber("seed")),
            (call, in, header, place) -> scale(call, in.real("factor"), header, place));
  }

  private static void reporting(MethodTable table) {
    table
        .exchange(
            "exchange_accumulate",
            WireSchema.EMPTY,
            (call, in, header, place) ->
                Turns.exchange(
                    VALUE,
                    SUMS,
                    header,
                    place,
                    (input, state) -> {
                      state.sum += sum(input);
                      return Turns.row(call, SUMS, state.sum, state.turns);
                    }))
        .exchange(
            "exchange_with_logs",
            WireSchema.EMPTY,
            (call, in, header, place) ->
                Turns.exchange(
                    VALUE,
                    VALUE,
                    header,
                    place,
                    (input, state) -> {
                      call.log(LogLevel.INFO, "exchange processing", Map.of());
                      call.log(LogLevel.DEBUG, "exchange debug", Map.of());
                      return echo(call, input);
                    }))
        .exchange(
            "exchange_input_metadata",
            WireSchema.EMPTY,
            (call, in, header, place) ->
                Turns.exchange(
                    VALUE, SEEN, header, place, (input, state) -> seen(call, input.metadata())))
        .exchange(
            "exchange_zero_columns",
            WireSchema.EMPTY,
            (call, in, header, place) ->
                Turns.exchange(
                    WireSchema.EMPTY,
                    WireSchema.EMPTY,
                    header,
                    place,
                    (input, state) -> WireBatch.ofRows(0, Metadata.EMPTY)))
        .exchange(
            "exchange_oversized",
            schema(number("rows_per_batch")),
            (call, in, header, place) -> {
              long rows = in.needNumber("rows_per_batch");
              WireSchema output = ProducerMethods.COUNTER;
              return Turns.exchange(
                  VALUE,
                  output,
                  header,
                  place,
                  (input, state) -> Turns.counted(call, output, 0, rows));
            });
  }

  private static void failing(MethodTable table) {
    table
        .exchange(
            "exchange_error_on_nth",
            schema(number("fail_on")),
            (call, in, header, place) -> {
              long last = in.needNumber("fail_on");
              return Turns.exchange(
                  VALUE,
                  VALUE,
                  header,
                  place,
                  (input, state) -> {
                    if (state.turns >= last) {
                      throw new IllegalStateException(
                          "intentional error on exchange " + state.turns);
                    }
                    return echo(call, input);
                  });
            })
        .exchange(
            "exchange_error_on_init",
            WireSchema.EMPTY,
            (call, in, header, place) -> {
              throw new IllegalStateException("intentional exchange init error");
            });
  }

  private static ServerStream scale(
      CallContext call, double factor, WireBatch header, byte[] place) {
    return Turns.exchange(
        VALUE,
        VALUE,
        header,
        place,
        (input, state) -> {
          Float8Vector values = Turns.take(call, input);
          for (int i = 0; i < input.rows(); i++) {
            if (!values.isNull(i)) {
              values.set(i, values.get(i) * factor);
            }
          }
          return WireBatch.of(VALUE, List.of(values), input.rows());
        });
  }

  static WireBatch echo(CallContext call, WireBatch input) {
    Float8Vector values = Turns.take(call, input);
    return WireBatch.of(VALUE, List.of(values), input.rows());
  }

  private static double sum(WireBatch input) {
    Float8Vector values = (Float8Vector) input.column(0);
    double sum = 0;
    for (int i = 0; i < input.rows(); i++) {
      sum += values.isNull(i) ? 0 : values.get(i);
    }
    return sum;
  }

  private static WireBatch seen(CallContext call, Metadata metadata) {
    TreeSet<String> keys = new TreeSet<>();
    for (int i = 0; i < metadata.size(); i++) {
      keys.add(metadata.key(i));
    }
    String value = metadata.text("vgi.conformance.input");
    return Turns.row(call, SEEN, value == null ? "" : value, String.join(",", keys));
  }
}
