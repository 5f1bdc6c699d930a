package io.vgi.rpc.conformance;

import static io.vgi.rpc.conformance.Fields.INT64;
import static io.vgi.rpc.conformance.Fields.list;

import io.vgi.rpc.WireSchema;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Streams that clients cancel, and counters by which they see what came of it. */
final class CancelMethods {
  private final AtomicLong produced = new AtomicLong();
  private final AtomicLong exchanged = new AtomicLong();
  private final AtomicLong cancelled = new AtomicLong();

  void addTo(MethodTable table) {
    table
        .producer(
            "cancellable_producer",
            WireSchema.EMPTY,
            (call, in, header, place) ->
                Turns.producer(
                    ProducerMethods.COUNTER,
                    header,
                    place,
                    (turn, tick) -> {
                      produced.incrementAndGet();
                      return Turns.counted(call, ProducerMethods.COUNTER, turn, 1);
                    },
                    cancelled::incrementAndGet))
        .exchange(
            "cancellable_exchange",
            WireSchema.EMPTY,
            (call, in, header, place) ->
                Turns.exchange(
                    ExchangeMethods.VALUE,
                    ExchangeMethods.VALUE,
                    header,
                    place,
                    (input, state) -> {
                      exchanged.incrementAndGet();
                      return ExchangeMethods.echo(call, input);
                    },
                    cancelled::incrementAndGet))
        .unary(
            "cancel_probe_counters",
            WireSchema.EMPTY,
            list("result", INT64),
            (call, in) -> List.of(produced.get(), exchanged.get(), cancelled.get()))
        .unary(
            "reset_cancel_probe",
            WireSchema.EMPTY,
            null,
            (call, in) -> {
              produced.set(0);
              exchanged.set(0);
              cancelled.set(0);
              return null;
            });
  }
}
