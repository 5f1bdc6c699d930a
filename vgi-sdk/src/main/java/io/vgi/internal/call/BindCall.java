package io.vgi.internal.call;

import io.vgi.function.CopyBind;
import io.vgi.function.TableShape;
import io.vgi.internal.bind.BindRequest;
import io.vgi.internal.bind.BoundParameters;
import io.vgi.internal.bind.FunctionEntry;
import io.vgi.param.Arg;
import io.vgi.param.Secret;
import io.vgi.param.SecretType;
import io.vgi.rpc.CallContext;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireSchema;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** A call while its function's bind runs. One thread at a time. */
public final class BindCall extends FunctionCall implements CopyBind {
  private final boolean mayAsk;
  private final List<SecretLookup> lookups = new ArrayList<>(0);
  private @Nullable Object kept;

  /**
   * A secret to look up.
   *
   * @param type the type's name
   * @param scope the path it is for
   */
  public record SecretLookup(String type, String scope) {}

  private BindCall(
      BoundParameters parameters, CallContext context, CallState state, boolean mayAsk) {
    super(parameters, context, state);
    this.mayAsk = mayAsk;
  }

  /**
   * Begins to bind the call of {@code entry} that {@code request} asks for.
   *
   * @param mayAsk whether the answer can have the engine look secrets up
   */
  public static BindCall of(
      FunctionEntry entry,
      BindRequest request,
      CallContext context,
      CallState state,
      boolean mayAsk) {
    context.runs(entry.spec().name(), step(context.method()));
    return new BindCall(BoundParameters.of(entry, request), context, state, mayAsk);
  }

  @Override
  public List<SqlType> types(Column<?> column) {
    return parameters().types(column);
  }

  @Override
  public List<SqlType> types(Arg<?> arg) {
    return parameters().types(arg);
  }

  @Override
  public List<Column<?>> input() {
    return spec().takesTable() ? columns(parameters().input()) : List.of();
  }

  @Override
  public List<Column<?>> columns() {
    return copiedColumns();
  }

  @Override
  public String path() {
    return copy().path();
  }

  @Override
  public @Nullable Secret find(SecretType type, String path) {
    Secret found = super.find(type, path);
    if (parameters().request().resolved()) {
      return found;
    }
    if (mayAsk) {
      lookups.add(new SecretLookup(type.name(), path));
    } else if (found == null) {
      // null would say that the user has none
      throw VgiException.unsupported(
          "The bind of '"
              + spec().name()
              + "' cannot have a secret of type '"
              + type.name()
              + "' looked up by a path: aggregates and tables whose bind is inlined are given the"
              + " secrets of the session only");
    }
    return found;
  }

  @Override
  public void keep(Object value) {
    if (value instanceof AutoCloseable) {
      throw new IllegalArgumentException(
          "The bind of '"
              + spec().name()
              + "' keeps a "
              + value.getClass().getName()
              + ", which nobody would close");
    }
    kept = value;
  }

  @Override
  public <T> T bound(Class<T> type) {
    return kept(spec().name(), kept, type);
  }

  static <T> T kept(String function, @Nullable Object kept, Class<T> type) {
    if (!type.isInstance(kept)) {
      throw new IllegalStateException(
          "The bind of '"
              + function
              + "' kept "
              + (kept == null ? "nothing" : "a " + kept.getClass().getName())
              + ", not a "
              + type.getName());
    }
    return type.cast(kept);
  }

  /** The secrets that the bind asked for and the engine has not looked up yet. */
  public List<SecretLookup> lookups() {
    return lookups;
  }

  /** What the bind of a function that gives values came to. */
  public Binding binding(SqlType result) {
    return new Binding(parameters(), state(), WireSchema.of(result.field("result")), null, kept);
  }

  /** What the bind of a reader of COPY came to: exactly the columns of the table. */
  public Binding bindingFrom(WireSchema expected) {
    TableShape shape = TableShape.of(columns(expected));
    return new Binding(parameters(), state(), expected, shape, kept);
  }

  /** What the bind of a writer of COPY came to: it gives nothing. */
  public Binding bindingTo() {
    return new Binding(parameters(), state(), WireSchema.EMPTY, TableShape.of(), kept);
  }

  /** What the bind of a function that gives rows came to. */
  public Binding binding(TableShape shape) {
    if (shape.columns().isEmpty()) {
      throw new IllegalStateException(
          "Function '" + spec().name() + "' was bound to no columns; a table needs at least one");
    }
    List<Field> fields = new ArrayList<>(shape.columns().size());
    for (Column<?> column : shape.columns()) {
      fields.add(column.field());
    }
    return new Binding(parameters(), state(), WireSchema.of(fields), shape, kept);
  }
}
