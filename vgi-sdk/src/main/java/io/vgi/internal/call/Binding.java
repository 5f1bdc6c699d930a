package io.vgi.internal.call;

import io.vgi.function.FunctionSpec;
import io.vgi.function.TableShape;
import io.vgi.internal.bind.BoundParameters;
import io.vgi.internal.bind.FunctionEntry;
import io.vgi.rpc.CallContext;
import io.vgi.rpc.WireSchema;
import org.jspecify.annotations.Nullable;

/**
 * What binding a call came to, once for all RPC calls that it takes to run it. Immutable, as far as
 * what the function keeps is; any thread.
 *
 * @param parameters what the call was given
 * @param state the attach and the transaction it belongs to
 * @param output the columns that it gives
 * @param shape the same as the function decided it, null for functions that give values
 * @param kept what the function's bind keeps for the calls, or null
 */
public record Binding(
    BoundParameters parameters,
    CallState state,
    WireSchema output,
    @Nullable TableShape shape,
    @Nullable Object kept) {

  /** The function called. */
  public FunctionEntry entry() {
    return parameters.entry();
  }

  /** Its declaration. */
  public FunctionSpec spec() {
    return parameters.entry().spec();
  }

  /** The columns of a function that gives rows. */
  public TableShape rows() {
    if (shape == null) {
      throw new IllegalStateException("'" + spec().name() + "' gives no rows");
    }
    return shape;
  }

  /** This binding for rows of another schema; itself when it is the same. */
  public Binding withInput(WireSchema input) {
    BoundParameters other = parameters.withInput(input);
    return other == parameters ? this : new Binding(other, state, output, shape, kept);
  }

  /**
   * A call of the function.
   *
   * @param execution the scope of the execution it is part of, or null while there is none
   */
  public BoundCall call(CallContext context, byte @Nullable [] execution) {
    return new BoundCall(this, context, execution);
  }
}
