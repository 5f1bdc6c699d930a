package io.vgi.function;

import io.vgi.param.Arg;
import io.vgi.param.AttachOptions;
import io.vgi.param.Secret;
import io.vgi.param.SecretType;
import io.vgi.param.Setting;
import io.vgi.rpc.LogLevel;
import io.vgi.rpc.Principal;
import io.vgi.rpc.VgiException;
import io.vgi.state.StateScope;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * One call of a function, as its callbacks see it: constants, settings, options of the attach,
 * secrets, the caller. What a key names has {@code get}, which throws where there is no value and
 * says what to do, and {@code find}, which is null there; what else may be missing is null.
 * Implemented by the SDK. Valid during the callback; {@link #log}, {@link #cancelled} and {@link
 * #onCancel} may be used by any thread.
 */
public interface Call extends AttachOptions {
  /** The value of a constant, NULL excluded; throws a {@link VgiException} when it is NULL. */
  default <T> T get(Arg<T> arg) {
    T value = find(arg);
    if (value == null) {
      throw VgiException.invalidArgument("Argument '" + arg.name() + "' cannot be NULL");
    }
    return value;
  }

  /**
   * The value of a constant, its default when the call left it out, or null for NULL. Many calls
   * are given the same: a list or a map cannot be changed, and bytes in one must not be.
   */
  <T> @Nullable T find(Arg<T> arg);

  /**
   * The values of a repeated constant, in a list that cannot be changed; NULLs, given to one of any
   * type only, are null.
   */
  <T> List<T> all(Arg<T> arg);

  /**
   * What the function's bind {@linkplain Bind#keep kept} for this call.
   *
   * @throws IllegalStateException when it kept nothing, or no {@code type}
   */
  <T> T bound(Class<T> type);

  /** The value of a setting or its default; throws a {@link VgiException} when there is neither. */
  default <T> T get(Setting<T> setting) {
    T value = find(setting);
    if (value == null) {
      throw VgiException.invalidArgument(
          "Setting '" + setting.name() + "' has no value; use SET " + setting.name() + " = …");
    }
    return value;
  }

  /** The value of a setting, its default, or null. The function's spec must name the setting. */
  <T> @Nullable T find(Setting<T> setting);

  /** As {@link #find(SecretType)}; throws a {@link VgiException} when there is none. */
  default Secret get(SecretType type) {
    Secret secret = find(type);
    if (secret == null) {
      throw VgiException.invalidArgument(
          "There is no secret of type '" + type + "'; use CREATE SECRET (TYPE " + type + ", …)");
    }
    return secret;
  }

  /** As {@link #find(SecretType, String)}; throws a {@link VgiException} when there is none. */
  default Secret get(SecretType type, String path) {
    Secret secret = find(type, path);
    if (secret == null) {
      throw VgiException.invalidArgument(
          "There is no secret of type '"
              + type
              + "' for '"
              + path
              + "'; use CREATE SECRET (TYPE "
              + type
              + ", SCOPE '…', …)");
    }
    return secret;
  }

  /**
   * A secret of {@code type} that the session holds, or null. The function's spec must name the
   * type.
   */
  @Nullable Secret find(SecretType type);

  /**
   * The secret of {@code type} whose scope fits {@code path} best, or null. Ask for it in {@code
   * bind} as well: the SDK then has the engine look it up. For aggregates and for tables whose bind
   * is inlined the engine looks up none: their bind fails unless the secrets that the engine sends
   * along have one.
   */
  @Nullable Secret find(SecretType type, String path);

  /**
   * What outlives this call until the catalog is detached, shared by all processes; it goes as well
   * when it was not used for thirty days, since engines may end without detaching.
   */
  StateScope attachState();

  /** What outlives this call until the transaction ends, or null outside of one. */
  @Nullable StateScope transactionState();

  /**
   * What {@link io.vgi.catalog.Transactions#begin} gave for the transaction of this call, in
   * whichever process; throws a {@link VgiException} outside of a transaction.
   *
   * @throws IllegalStateException when the catalog's transactions are of another type
   */
  default <T> T transaction(Class<T> type) {
    T transaction = findTransaction(type);
    if (transaction == null) {
      throw VgiException.invalidArgument(
          "The function is called outside of a transaction; declare transactions for its catalog");
    }
    return transaction;
  }

  /** As {@link #transaction}; null outside of a transaction, as in calls of aggregates. */
  <T> @Nullable T findTransaction(Class<T> type);

  /**
   * What is shared by all calls of this execution: its threads, processes and phases. There is none
   * yet while a function binds.
   */
  StateScope executionState();

  /** Visits the rows that {@link Rows#toBytes} gave. */
  void visit(byte[] rows, RowVisitor visitor) throws Exception;

  /** Who calls. */
  Principal principal();

  /**
   * The W3C trace context that came with the request, such as {@code 00-…-…-01}, for what this call
   * asks of other services; null when there was none, or none that is valid. A scan over HTTP shows
   * that of the request which opened it or brought it to this process.
   */
  @Nullable String traceparent();

  /** What tracing systems on the way added to {@link #traceparent}, or null. */
  @Nullable String tracestate();

  /** Memory for vectors of the function's own, which it must close. */
  BufferAllocator allocator();

  /** Sends a message to the engine's log, ahead of the next rows. */
  void log(LogLevel level, String message);

  /**
   * Whether nobody waits any more for what this call gives; long loops ask now and then, and then
   * return or throw: what they give then is not used. It becomes true while a callback runs, within
   * a second, when
   *
   * <ul>
   *   <li>the engine cancels a scan or gives up a call, over pipes and sockets: it closes the
   *       connection, or sends a message that it cancels;
   *   <li>the engine ends or is killed, or the connection breaks, over every transport. A worker on
   *       standard input and output then ends, whether its callbacks ask or not;
   *   <li>a server that is told to stop does not wait for the call any longer.
   * </ul>
   *
   * <p>Not every interrupt of a query can be seen. DuckDB tells nothing while it waits for a scalar
   * function, one from rows to rows or the first batch of a scan, and over HTTP while it waits for
   * any: it then gives up the query when it has the answer. A scan that is slow to begin may give
   * an empty batch first.
   */
  boolean cancelled();

  /**
   * Runs {@code hook} on a thread of its own when the call becomes {@link #cancelled} before this
   * callback returns, at once when it is already. For what waits and cannot ask, such as {@code
   * call.onCancel(statement::cancel)}; each callback must register it again.
   */
  void onCancel(Runnable hook);
}
