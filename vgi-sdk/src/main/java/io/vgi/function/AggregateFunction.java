package io.vgi.function;

import io.vgi.state.StateCodec;
import io.vgi.type.SqlType;
import org.apache.arrow.vector.FieldVector;

/**
 * A function that gives one value per group of rows. Called by many threads and processes at once;
 * what it remembers of a group is its state, which one thread has at a time.
 *
 * @param <S> the mutable state of one group
 * @param <V> the vector that holds results
 */
public non-sealed interface AggregateFunction<S, V extends FieldVector> extends SqlFunction {
  /**
   * Decides the type of the result; override it when the spec returns {@link SqlType#ANY}. The
   * types of columns that are not declared {@code ANY} are those of the caller, not the declared
   * ones.
   *
   * @throws Exception when the call cannot be served; its message is shown to the SQL user
   */
  default SqlType bind(Bind bind) throws Exception {
    SqlType result = bind.spec().result();
    if (result == null) {
      throw new IllegalStateException("Function '" + bind.spec().name() + "' declares no result");
    }
    return result;
  }

  /** The state of a group before its first row. */
  S newState();

  /**
   * Takes rows into the states of their groups. With {@link NullHandling#DEFAULT} rows with a NULL
   * input do not count: {@link Rows#forEachRow} leaves them out.
   */
  void update(Call call, Groups<S> groups, Rows in) throws Exception;

  /** Takes {@code from} into {@code into}; {@code from} is not changed and may be used again. */
  void merge(Call call, S into, S from) throws Exception;

  /**
   * Writes the result of a group at {@code row} of {@code out}, which is NULL before. The state is
   * a copy that may be changed.
   */
  void result(Call call, S state, V out, int row) throws Exception;

  /**
   * How a state travels between processes; by default {@link StateCodec#of(Class)} of the type that
   * the class declares for it.
   */
  default StateCodec<S> stateCodec() {
    return DerivedStates.of(this);
  }
}
