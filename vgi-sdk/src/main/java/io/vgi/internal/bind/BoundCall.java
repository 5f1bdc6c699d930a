package io.vgi.internal.bind;

import io.vgi.function.Bind;
import io.vgi.function.FunctionSpec;
import io.vgi.function.FunctionSpec.Param;
import io.vgi.function.RowVisitor;
import io.vgi.function.TableShape;
import io.vgi.internal.bind.GivenArguments.Given;
import io.vgi.internal.stream.InputRows;
import io.vgi.param.Arg;
import io.vgi.param.AttachOption;
import io.vgi.param.Secret;
import io.vgi.param.SecretType;
import io.vgi.param.Setting;
import io.vgi.rpc.CallContext;
import io.vgi.rpc.LogLevel;
import io.vgi.rpc.Principal;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.state.StateScope;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * A call whose constants are checked and whose columns are known: what every callback gets. Values
 * are looked up by the position of their parameter or setting; a name is looked up once at most.
 */
public final class BoundCall implements Bind {
  private final FunctionEntry entry;
  private final CallContext context;
  private final @Nullable Object[] constants;
  private final List<List<SqlType>> types;
  private final int[] firstColumn;
  private final BindRequest request;
  private final CallScopes scopes;
  private final boolean nullConstant;
  private final @Nullable Object[] settings;
  private final List<SecretLookup> lookups = new ArrayList<>(0);
  private @Nullable TableShape shape;

  private BoundCall(
      FunctionEntry entry,
      CallContext context,
      @Nullable Object[] constants,
      List<List<SqlType>> types,
      int[] firstColumn,
      BindRequest request,
      CallScopes scopes,
      boolean nullConstant) {
    this.entry = entry;
    this.context = context;
    this.constants = constants;
    this.types = types;
    this.firstColumn = firstColumn;
    this.request = request;
    this.scopes = scopes;
    this.nullConstant = nullConstant;
    this.settings = new Object[entry.spec().settings().size()];
  }

  /** Checks the constants of {@code request} against the declaration and assigns its columns. */
  public static BoundCall of(
      FunctionEntry entry, BindRequest request, CallContext context, CallScopes scopes) {
    context.runs(entry.spec().name(), step(context.method()));
    List<Param> params = entry.spec().params();
    @Nullable Object[] constants = new Object[params.size()];
    List<List<SqlType>> types = new ArrayList<>(params.size());
    int[] firstColumn = new int[params.size()];
    ArgumentCheck check = new ArgumentCheck(entry.spec().name(), request);
    List<Field> columns = request.input() == null ? List.of() : request.input().decoded().fields();
    int column = 0;
    for (int i = 0; i < constants.length; i++) {
      Arg<?> arg = params.get(i).arg();
      Column<?> declared = params.get(i).column();
      List<SqlType> given = new ArrayList<>(1);
      if (arg != null) {
        constants[i] = check.take(arg, given);
      } else if (declared != null) {
        firstColumn[i] = column;
        int take = declared.isVarargs() ? columns.size() - column : 1;
        if (take < 1 && !entry.isBlended()) {
          throw VgiException.invalidArgument(
              "Parameter '"
                  + declared.name()
                  + "' of '"
                  + entry.spec().name()
                  + "' requires at least 1 value");
        }
        for (int k = 0; k < take; k++) {
          if (column == columns.size()) {
            throw VgiException.invalidArgument(
                "Function '"
                    + entry.spec().name()
                    + "' was given no column for '"
                    + declared.name()
                    + "'");
          }
          given.add(SqlType.of(columns.get(column++)));
        }
      }
      types.add(given);
    }
    check.finish();
    return new BoundCall(
        entry, context, constants, types, firstColumn, request, scopes, check.sawNull());
  }

  /** What a method has a function do, as the messages of failures say it. */
  private static String step(String method) {
    return switch (method) {
      case "init" -> "to open";
      case "table_function_plan" -> "to plan";
      case "table_function_dynamic_to_string" -> "to tell its profile";
      case "table_buffering_process" -> "to take a batch";
      case "table_buffering_combine" -> "to combine what it has";
      case "aggregate_update" -> "to update its groups with a batch";
      case "aggregate_combine" -> "to merge groups";
      case "aggregate_finalize" -> "to give the results of its groups";
      case "aggregate_window_init", "aggregate_window", "aggregate_window_batch" ->
          "to compute a window";
      case "aggregate_streaming_chunk" -> "to run over a batch";
      default -> "to bind";
    };
  }

  /**
   * The function is open: from now on failures name the batch.
   *
   * @param doing what it does besides giving batches, or empty
   * @param resumed whether another process may have given earlier batches
   */
  public void opened(String doing, boolean resumed) {
    if (resumed) {
      context.resumes(entry.spec().name(), doing);
    } else {
      context.runs(entry.spec().name(), doing);
    }
  }

  @Override
  public FunctionSpec spec() {
    return entry.spec();
  }

  /** The function called. */
  public FunctionEntry entry() {
    return entry;
  }

  /** The RPC call this belongs to. */
  public CallContext context() {
    return context;
  }

  /** Whether a constant was NULL. */
  public boolean hasNullConstant() {
    return nullConstant;
  }

  /** Keeps what the function's bind decided. */
  public void shape(TableShape decided) {
    shape = decided;
  }

  /** What the function's bind decided. */
  public TableShape shape() {
    if (shape == null) {
      throw new IllegalStateException("'" + entry.spec().name() + "' is not a bound scan");
    }
    return shape;
  }

  /** The position, among the input's columns, of the first one given for {@code column}. */
  public int firstColumn(Column<?> column) {
    return firstColumn[position(column)];
  }

  /** As {@link #firstColumn(Column)}, by the position of the parameter. */
  public int firstColumn(int parameter) {
    return firstColumn[parameter];
  }

  /** The position of {@code column} among the parameters, negative when it is none. */
  public int parameter(Column<?> column) {
    return Keys.find(entry.spec().params(), column);
  }

  /** Says that the input has no such column, and what comes close. */
  public IllegalArgumentException unknown(Column<?> column) {
    return new IllegalArgumentException(
        "The input of '"
            + entry.spec().name()
            + "' has no column '"
            + column.name()
            + "'"
            + Keys.near(entry.spec().params(), column));
  }

  private int position(Column<?> column) {
    int found = Keys.find(entry.spec().params(), column);
    if (found < 0) {
      throw undeclared(column, Keys.near(entry.spec().params(), column));
    }
    return found;
  }

  private int position(Arg<?> arg) {
    int found = Keys.find(entry.spec().params(), arg);
    if (found < 0) {
      throw undeclared(arg, Keys.near(entry.spec().params(), arg));
    }
    return found;
  }

  private IllegalArgumentException undeclared(Object key, String near) {
    return new IllegalArgumentException(
        "Function '"
            + entry.spec().name()
            + "' does not declare the parameter '"
            + key
            + "'"
            + near);
  }

  @Override
  @SuppressWarnings("unchecked") // ArgumentCheck stored a value of the argument's own type
  public <T> @Nullable T find(Arg<T> arg) {
    return (T) constants[position(arg)];
  }

  @Override
  @SuppressWarnings("unchecked") // ArgumentCheck stored a list of the argument's own type
  public <T> List<T> all(Arg<T> arg) {
    Object values = constants[position(arg)];
    return values == null ? List.of() : (List<T>) values;
  }

  @Override
  @SuppressWarnings("unchecked") // each value was made for its own setting
  public <T> @Nullable T find(Setting<T> setting) {
    List<Setting<?>> declared = entry.spec().settings();
    for (int i = 0; i < declared.size(); i++) {
      if (Keys.isSame(declared.get(i), setting)) {
        T known = (T) settings[i];
        if (known == null) {
          known = value((Setting<T>) declared.get(i));
          settings[i] = known;
        }
        return known;
      }
    }
    throw new IllegalArgumentException(
        "Function '"
            + entry.spec().name()
            + "' does not say that it uses the setting '"
            + setting.name()
            + "'");
  }

  private <T> @Nullable T value(Setting<T> setting) {
    Given given = request.settings().get(setting.name());
    Object value = given == null ? null : given.value();
    // the engine hands on a default as a text of its own, and what is SET in the declared type
    boolean unset =
        value instanceof String && !isText(setting.type()) && setting.fallback() != null;
    return value == null || unset
        ? setting.fallback()
        : Natural.as(value, setting.java(), "Setting '" + setting.name() + "'");
  }

  /** Whether the engine may hand on a value of {@code type} as a text. */
  private static boolean isText(SqlType type) {
    return type.isAny()
        || type.equals(SqlType.UUID)
        || switch (type.arrow().getTypeID()) {
          case Utf8, LargeUtf8, Utf8View -> true;
          default -> false;
        };
  }

  @Override
  public <T> @Nullable T find(AttachOption<T> option) {
    return scopes.option(option);
  }

  @Override
  public List<SqlType> types(Column<?> column) {
    return types.get(position(column));
  }

  @Override
  public List<SqlType> types(Arg<?> arg) {
    return types.get(position(arg));
  }

  @Override
  public void visit(byte[] rows, RowVisitor visitor) throws Exception {
    try (WireBatch batch = IpcBytes.readBatch(rows, allocator())) {
      if (batch != null) {
        try (InputRows plain = InputRows.plain(this, batch.schema(), allocator())) {
          plain.load(batch);
          visitor.rows(plain);
        }
      }
    }
  }

  @Override
  public Principal principal() {
    return context.principal();
  }

  @Override
  public @Nullable String traceparent() {
    return context.traceparent();
  }

  @Override
  public @Nullable String tracestate() {
    return context.tracestate();
  }

  @Override
  public BufferAllocator allocator() {
    return context.allocator();
  }

  @Override
  public void log(LogLevel level, String message) {
    context.log(level, message, Map.of());
  }

  @Override
  public boolean cancelled() {
    return context.isCancelled();
  }

  @Override
  public void onCancel(Runnable hook) {
    context.onCancel(hook);
  }

  @Override
  public @Nullable Secret secret(SecretType type) {
    return best(type, null);
  }

  @Override
  public @Nullable Secret secret(SecretType type, String path) {
    return best(type, path);
  }

  private @Nullable Secret best(SecretType type, @Nullable String path) {
    if (!Keys.names(entry.spec().secrets(), type)) {
      throw new IllegalArgumentException(
          "Function '"
              + entry.spec().name()
              + "' does not say that it uses secrets of type '"
              + type
              + "'");
    }
    GivenSecret found = GivenSecret.best(request.secrets(), type.name(), path);
    if (!request.resolved() && path != null) {
      lookups.add(new SecretLookup(type.name(), path));
    }
    return found;
  }

  /** The secrets that the bind asked for and the engine has not looked up yet. */
  public List<SecretLookup> lookups() {
    return lookups;
  }

  /**
   * A secret to look up.
   *
   * @param type the type's name
   * @param scope the path it is for
   */
  public record SecretLookup(String type, String scope) {}

  @Override
  public List<Column<?>> input() {
    WireSchema input = request.input();
    if (input == null || !entry.spec().takesTable()) {
      return List.of();
    }
    List<Column<?>> columns = new ArrayList<>(input.size());
    for (Field field : input.decoded().fields()) {
      columns.add(Column.of(field));
    }
    return columns;
  }

  /** What was asked. */
  public BindRequest request() {
    return request;
  }

  @Override
  public StateScope attachState() {
    return scopes.attach();
  }

  @Override
  public @Nullable StateScope transactionState() {
    return scopes.transaction();
  }

  @Override
  public StateScope executionState() {
    return scopes.execution();
  }
}
