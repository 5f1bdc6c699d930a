package io.vgi.internal.dispatch;

import io.vgi.function.FunctionSpec;
import io.vgi.function.ScalarFunction;
import io.vgi.function.SqlFunction;
import io.vgi.function.TableFunction;
import io.vgi.function.TableInOutFunction;
import io.vgi.internal.call.BoundCall;
import io.vgi.internal.stream.InOutStream;
import io.vgi.internal.stream.ScalarStream;
import io.vgi.internal.stream.TableStream;
import io.vgi.rpc.ServerStream;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.type.SqlType;
import org.jspecify.annotations.Nullable;

/** The one method that opens streams. */
final class StreamCalls {
  static final String INIT = "init";

  private final FunctionCalls functions;
  private final TableStreams tables;
  private final RowStreams rows;
  private final BufferingStreams buffering;

  StreamCalls(
      FunctionCalls functions, TableStreams tables, RowStreams rows, BufferingStreams buffering) {
    this.functions = functions;
    this.tables = tables;
    this.rows = rows;
    this.buffering = buffering;
  }

  /** Goes on with a stream that was opened by {@code request} and answered with {@code header}. */
  ServerStream resume(DialectCall call, WireRecord request, WireRecord header, byte[] place)
      throws Exception {
    request.set(InitAnswer.EXECUTION, header.needBytes(InitAnswer.EXECUTION));
    ServerStream stream = prepare(call, request, true);
    try {
      if (stream instanceof TableStream rows) {
        return rows.resume(place);
      }
      return stream instanceof InOutStream inOut ? inOut.resume(place) : stream;
    } catch (Throwable failure) {
      stream.close();
      throw failure;
    }
  }

  ServerStream open(DialectCall call, WireRecord request) throws Exception {
    ServerStream stream = prepare(call, request, false);
    try {
      return stream instanceof InOutStream inOut ? inOut.begin() : stream;
    } catch (Throwable failure) {
      stream.close();
      throw failure;
    }
  }

  private ServerStream prepare(DialectCall call, WireRecord request, boolean resumed)
      throws Exception {
    byte[] given = request.bytes(InitAnswer.EXECUTION);
    Execution execution =
        given == null ? Execution.begin(call.context()) : Execution.of(call.context(), given);
    WireRecord bindCall = FunctionCalls.bindCall(call, request);
    BoundCall bound = functions.bound(call, bindCall, execution.scope());
    WireSchema output = FunctionCalls.output(bound);
    ServerStream stream = stream(call, request, bound, output, execution);
    String phase = request.text("phase");
    boolean finishing = phase != null && phase.endsWith("FINALIZE");
    String result = bound.entry().buffering() == null ? "to finish" : "to give its result";
    bound.opened(finishing ? result : "", resumed);
    return stream;
  }

  private ServerStream stream(
      DialectCall call, WireRecord request, BoundCall bound, WireSchema output, Execution execution)
      throws Exception {
    SqlFunction function = bound.entry().function();
    String phase = request.text("phase");
    if (function instanceof ScalarFunction<?> scalar) {
      refusePhase(bound, phase);
      return scalar(call, bound, request, output, scalar, execution);
    } else if (function instanceof TableFunction<?> table) {
      refusePhase(bound, phase);
      return tables.open(call, bound, request, output, table, execution);
    } else if (function instanceof TableInOutFunction inOut) {
      return rows.open(call, bound, request, output, inOut, execution);
    } else if (bound.entry().buffering() != null) {
      return buffering.open(call, bound, request, output, execution);
    }
    throw VgiException.invalidArgument(
        "'" + bound.entry().spec().name() + "' is an aggregate, which has no stream");
  }

  private static ServerStream scalar(
      DialectCall call,
      BoundCall bound,
      WireRecord request,
      WireSchema output,
      ScalarFunction<?> scalar,
      Execution execution)
      throws Exception {
    checkVector(bound.entry().spec(), output);
    return InitAnswer.open(
        call,
        request,
        execution,
        InitAnswer.UNLIMITED,
        header -> new ScalarStream(bound, scalar, input(bound), output, header));
  }

  /** The columns of the input of a bound call. */
  static WireSchema input(BoundCall bound) {
    WireSchema input = bound.request().input();
    return input == null ? WireSchema.EMPTY : input;
  }

  private static void refusePhase(BoundCall bound, @Nullable String phase) {
    if (phase != null) {
      throw VgiException.invalidArgument(
          "Function '" + bound.entry().spec().name() + "' has no phase " + phase);
    }
  }

  private static void checkVector(FunctionSpec spec, WireSchema output) {
    SqlType result = SqlType.of(output.field(0));
    if (spec.result() != null && !spec.result().isAny() && !spec.result().equals(result)) {
      throw new IllegalStateException(
          "Function '" + spec.name() + "' declares " + spec.result() + " but binds to " + result);
    }
  }
}
