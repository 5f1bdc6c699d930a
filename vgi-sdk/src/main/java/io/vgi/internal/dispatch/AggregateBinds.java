package io.vgi.internal.dispatch;

import io.vgi.function.AggregateFunction;
import io.vgi.function.RunningAggregate;
import io.vgi.internal.bind.BindRequest;
import io.vgi.internal.bind.FunctionEntry;
import io.vgi.internal.call.BoundCall;
import io.vgi.internal.call.CallState;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.state.StateStore;
import io.vgi.type.SqlType;

/** Binds aggregates, and finds the bind of an execution again. */
final class AggregateBinds {
  private static final String BIND_REQUEST = "AggregateBindRequest";

  private final ServedCatalogs catalogs;
  private final Executions executions;
  private final StateStore store;

  AggregateBinds(ServedCatalogs catalogs, Executions executions, StateStore store) {
    this.catalogs = catalogs;
    this.executions = executions;
    this.store = store;
  }

  /** Starts an execution; returns the type of its results. */
  SqlType start(DialectCall call, byte[] scope, WireRecord request) throws Exception {
    BoundCall bound = bound(call, BindRequest.read(request, call.allocator()), scope);
    SqlType result = aggregate(bound).bind(bound);
    if (result.isAny()) {
      throw new IllegalStateException(
          "Function '"
              + bound.entry().spec().name()
              + "' returns ANY, so its bind must decide the type");
    }
    if (aggregate(bound) instanceof RunningAggregate<?, ?>) {
      // where the rows stream by, the engine opens another execution
      executions.startPerhaps(call, scope, BIND_REQUEST, request);
    } else {
      executions.start(call, scope, BIND_REQUEST, request);
    }
    return result;
  }

  /** The bind of the execution that {@code request} names. */
  BindRequest find(DialectCall call, byte[] scope, WireRecord request) {
    return executions.bind(call, scope, BIND_REQUEST, request.needText("function_name"));
  }

  /** The call that {@code request} describes. */
  BoundCall bound(DialectCall call, BindRequest request, byte[] scope) {
    Attached attached = catalogs.attached(call.context(), request.attach());
    FunctionEntry entry = attached.resolve(request);
    if (entry.aggregate() == null) {
      throw VgiException.invalidArgument("'" + request.function() + "' is not an aggregate");
    }
    CallState state = attached.state(store, call.context(), request, scope);
    return BoundCall.of(entry, request, call.context(), state);
  }

  /** This process begins to take part in an execution of {@code function}. */
  void use(AggregateFunction<?, ?> function, byte[] scope) {
    if (function instanceof RunningAggregate<?, ?>) {
      executions.use(scope);
    }
  }

  /** Forgets an execution that nobody uses any more. */
  void end(byte[] scope) {
    executions.endSoon(scope);
  }

  static AggregateFunction<?, ?> aggregate(BoundCall bound) {
    AggregateFunction<?, ?> function = bound.entry().aggregate();
    if (function == null) {
      throw new IllegalStateException("Not an aggregate");
    }
    return function;
  }
}
