package io.vgi.rpc.conformance;

import static io.vgi.rpc.conformance.Fields.flag;
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
import io.vgi.rpc.internal.codec.WireRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.types.pojo.Field;

/** Methods that open streams without input. */
final class ProducerMethods {
  static final WireSchema COUNTER = schema(optional(number("index")), optional(number("value")));
  private static final WireSchema SEEN = schema(optional(number("index")), optional(text("seen")));
  private static final WireSchema ANNOTATED = schema(optional(number("value")));
  private static final WireSchema COUNT = schema(number("count"));
  private static final String LABEL = "\u00fcn\u00efcode-\u03bb";

  private ProducerMethods() {}

  static void addTo(MethodTable table) {
    counting(table);
    annotated(table);
    failing(table);
    headed(table);
  }

  private static void counting(MethodTable table) {
    table
        .producer("produce_n", COUNT, ProducerMethods::rowByRow)
        .producer(
            "produce_empty",
            WireSchema.EMPTY,
            (call, in, header, place) -> Turns.producer(COUNTER, header, place, (t, tick) -> null))
        .producer(
            "produce_single",
            WireSchema.EMPTY,
            (call, in, header, place) ->
                Turns.producer(COUNTER, header, place, (t, tick) -> one(call, t, 1)))
        .producer(
            "produce_large_batches",
            schema(number("rows_per_batch"), number("batch_count")),
            (call, in, header, place) -> {
              long rows = in.needNumber("rows_per_batch");
              long batches = in.needNumber("batch_count");
              return Turns.producer(
                  COUNTER,
                  header,
                  place,
                  (t, tick) -> t < batches ? Turns.counted(call, COUNTER, t * rows, rows) : null);
            })
        .producer(
            "produce_oversized_batch",
            schema(number("rows_per_batch")),
            (call, in, header, place) -> {
              long rows = in.needNumber("rows_per_batch");
              return Turns.producer(
                  COUNTER,
                  header,
                  place,
                  (t, tick) -> t == 0 ? Turns.counted(call, COUNTER, 0, rows) : null);
            })
        .producer(
            "produce_with_logs",
            COUNT,
            (call, in, header, place) -> {
              long count = in.needNumber("count");
              return Turns.producer(
                  COUNTER,
                  header,
                  place,
                  (t, tick) -> {
                    if (t < count) {
                      call.log(LogLevel.INFO, "producing batch " + t, Map.of());
                    }
                    return one(call, t, count);
                  });
            });
  }

  private static void annotated(MethodTable table) {
    table
        .producer(
            "produce_tick_metadata",
            COUNT,
            (call, in, header, place) -> {
              long count = in.needNumber("count");
              return Turns.producer(
                  SEEN, header, place, (t, tick) -> t < count ? seen(call, t, tick) : null);
            })
        .producer(
            "produce_annotated_batches",
            schema(number("count"), number("rows_per_batch")),
            (call, in, header, place) -> {
              long count = in.needNumber("count");
              int rows = Math.toIntExact(in.needNumber("rows_per_batch"));
              return Turns.producer(
                  ANNOTATED,
                  header,
                  place,
                  (t, tick) -> t < count ? labelled(call, t, count, rows) : null);
            });
  }

  private static void failing(MethodTable table) {
    table
        .producer(
            "produce_error_mid_stream",
            schema(number("emit_before_error")),
            (call, in, header, place) -> {
              long batches = in.needNumber("emit_before_error");
              return Turns.producer(
                  COUNTER,
                  header,
                  place,
                  (t, tick) -> {
                    if (t >= batches) {
                      throw new IllegalStateException(
                          "intentional error after " + batches + " batches");
                    }
                    return one(call, t, batches);
                  });
            })
        .producer(
            "produce_error_on_init",
            WireSchema.EMPTY,
            (call, in, header, place) -> {
              throw new IllegalStateException("intentional init error");
            });
  }

  private static void headed(MethodTable table) {
    table
        .producer(
            "produce_with_header",
            COUNT,
            Records.HEADER,
            (call, in) -> {
              long count = in.needNumber("count");
              return Records.header(count, "producing " + count + " batches");
            },
            ProducerMethods::rowByRow)
        .producer(
            "produce_with_header_and_logs",
            COUNT,
            Records.HEADER,
            (call, in) -> {
              call.log(LogLevel.INFO, "stream init log", Map.of());
              long count = in.needNumber("count");
              return Records.header(count, "producing " + count + " with logs");
            },
            ProducerMethods::rowByRow)
        .producer(
            "produce_with_rich_header",
            schema(number("seed"), number("count")),
            Records.RICH_HEADER,
            (call, in) -> Records.richHeader(in.needNumber("seed")),
            ProducerMethods::rowByRow)
        .producer(
            "produce_dynamic_schema",
            schema(
                number("seed"), number("count"), flag("include_strings"), flag("include_floats")),
            Records.RICH_HEADER,
            (call, in) -> Records.richHeader(in.needNumber("seed")),
            (call, in, header, place) -> {
              long count = in.needNumber("count");
              WireSchema output = dynamic(in);
              return Turns.producer(
                  output, header, place, (t, tick) -> t < count ? dynamic(call, output, t) : null);
            });
  }

  private static ServerStream rowByRow(
      CallContext call, WireRecord in, WireBatch header, byte[] place) {
    long count = in.needNumber("count");
    return Turns.producer(COUNTER, header, place, (t, tick) -> one(call, t, count));
  }

  private static WireBatch one(CallContext call, long turn, long count) {
    return turn < count ? Turns.counted(call, COUNTER, turn, 1) : null;
  }

  private static WireBatch seen(CallContext call, long turn, Metadata tick) {
    String value = tick.text("vgi.conformance.tick");
    return Turns.row(call, SEEN, turn, value == null ? "" : value);
  }

  private static WireBatch labelled(CallContext call, long turn, long count, int rows) {
    BigIntVector values = Turns.numbers(ANNOTATED, 0, call.allocator(), rows);
    for (int i = 0; i < rows; i++) {
      values.set(i, turn * 1_000_000 + i);
    }
    Metadata label =
        Metadata.builder()
            .put("conformance.batch_index", Long.toString(turn))
            .put("conformance.batch_total", Long.toString(count))
            .put("conformance.emit_label", LABEL)
            .build();
    return WireBatch.of(ANNOTATED, List.of(values), rows, label);
  }

  private static WireSchema dynamic(WireRecord in) {
    List<Field> fields = new ArrayList<>();
    fields.add(optional(number("index")));
    if (in.flag("include_strings")) {
      fields.add(optional(text("label")));
    }
    if (in.flag("include_floats")) {
      fields.add(optional(real("score")));
    }
    return WireSchema.of(fields);
  }

  private static WireBatch dynamic(CallContext call, WireSchema output, long turn) {
    return WireRecord.named("row")
        .set("index", turn)
        .set("label", "row-" + turn)
        .set("score", turn * 1.5)
        .toBatch(output, call.allocator());
  }
}
