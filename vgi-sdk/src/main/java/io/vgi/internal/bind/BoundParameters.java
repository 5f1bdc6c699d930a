package io.vgi.internal.bind;

import io.vgi.function.FunctionSpec;
import io.vgi.function.FunctionSpec.Param;
import io.vgi.internal.bind.CallArguments.Given;
import io.vgi.internal.value.JavaValues;
import io.vgi.param.Arg;
import io.vgi.param.SecretType;
import io.vgi.param.Setting;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireSchema;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * What a call was given, matched to the parameters and settings that its function declares. Values
 * are looked up by the position of their parameter or setting. Immutable; any thread.
 */
public final class BoundParameters {
  private final FunctionEntry entry;
  private final BindRequest request;
  private final @Nullable Object[] constants;
  private final boolean nullConstant;
  private final List<List<SqlType>> types;
  private final int[] firstColumn;
  private final @Nullable Object[] settings;

  /** A setting whose value does not fit; only a function that reads it fails. */
  private record Misfit(String message) {}

  private BoundParameters(
      FunctionEntry entry,
      BindRequest request,
      @Nullable Object[] constants,
      boolean nullConstant,
      List<List<SqlType>> types,
      int[] firstColumn,
      @Nullable Object[] settings) {
    this.entry = entry;
    this.request = request;
    this.constants = constants;
    this.nullConstant = nullConstant;
    this.types = types;
    this.firstColumn = firstColumn;
    this.settings = settings;
  }

  /** Checks the constants of {@code request} against the declaration and assigns its columns. */
  public static BoundParameters of(FunctionEntry entry, BindRequest request) {
    List<Param> params = entry.spec().params();
    @Nullable Object[] constants = new Object[params.size()];
    List<List<SqlType>> types = new ArrayList<>(params.size());
    int[] firstColumn = new int[params.size()];
    ArgumentCheck check = new ArgumentCheck(entry.spec().name(), request);
    InputColumns columns = new InputColumns(entry, request.input());
    for (int i = 0; i < constants.length; i++) {
      Arg<?> arg = params.get(i).arg();
      Column<?> declared = params.get(i).column();
      List<SqlType> given = new ArrayList<>(1);
      if (arg != null) {
        constants[i] = check.take(arg, given);
      } else if (declared != null) {
        firstColumn[i] = columns.next;
        columns.take(declared, given);
      }
      types.add(given);
    }
    check.finish();
    return new BoundParameters(
        entry, request, constants, check.sawNull(), types, firstColumn, settings(entry, request));
  }

  /** These parameters for rows of another schema; itself when it is the same. */
  public BoundParameters withInput(WireSchema input) {
    if (Objects.equals(input, request.input())) {
      return this;
    }
    List<Param> params = entry.spec().params();
    List<List<SqlType>> others = new ArrayList<>(types);
    int[] first = firstColumn.clone();
    InputColumns columns = new InputColumns(entry, input);
    for (int i = 0; i < params.size(); i++) {
      Column<?> declared = params.get(i).column();
      if (declared != null) {
        List<SqlType> given = new ArrayList<>(1);
        first[i] = columns.next;
        columns.take(declared, given);
        others.set(i, given);
      }
    }
    return new BoundParameters(
        entry, request.withInput(input), constants, nullConstant, others, first, settings);
  }

  /** Hands the columns of an input to the parameters that declare them, in order. */
  private static final class InputColumns {
    private final FunctionEntry entry;
    private final List<Field> columns;
    private int next;

    InputColumns(FunctionEntry entry, @Nullable WireSchema input) {
      this.entry = entry;
      this.columns = input == null ? List.of() : input.decoded().fields();
    }

    void take(Column<?> declared, List<SqlType> given) {
      int count = declared.isVarargs() ? columns.size() - next : 1;
      if (count < 1 && !entry.isBlended()) {
        throw VgiException.invalidArgument(
            "Parameter '"
                + declared.name()
                + "' of '"
                + entry.spec().name()
                + "' requires at least 1 value");
      }
      for (int k = 0; k < count; k++) {
        if (next == columns.size()) {
          throw VgiException.invalidArgument(
              "Function '"
                  + entry.spec().name()
                  + "' was given no column for '"
                  + declared.name()
                  + "'");
        }
        given.add(SqlType.of(columns.get(next++)));
      }
    }
  }

  private static @Nullable Object[] settings(FunctionEntry entry, BindRequest request) {
    List<Setting<?>> declared = entry.spec().settings();
    @Nullable Object[] values = new Object[declared.size()];
    for (int i = 0; i < values.length; i++) {
      try {
        values[i] = value(declared.get(i), request);
      } catch (VgiException misfit) {
        values[i] = new Misfit(String.valueOf(misfit.getMessage()));
      }
    }
    return values;
  }

  private static <T> @Nullable T value(Setting<T> setting, BindRequest request) {
    Given given = request.settings().get(setting.name());
    Object value = given == null ? null : given.value();
    // the engine hands on a default as a text of its own, and what is SET in the declared type
    boolean unset =
        value instanceof String && !isText(setting.type()) && setting.fallback() != null;
    return value == null || unset
        ? setting.fallback()
        : Keys.read(setting, value, "Setting '" + setting.name() + "'", false);
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

  /** The function called. */
  public FunctionEntry entry() {
    return entry;
  }

  /** What was asked. */
  public BindRequest request() {
    return request;
  }

  /** The columns of the input; none without one. */
  public WireSchema input() {
    WireSchema input = request.input();
    return input == null ? WireSchema.EMPTY : input;
  }

  /** Whether a constant was NULL. */
  public boolean hasNullConstant() {
    return nullConstant;
  }

  /** The value of a constant, its default, or null for NULL. */
  @SuppressWarnings("unchecked") // ArgumentCheck stored a value of the argument's own type
  public <T> @Nullable T find(Arg<T> arg) {
    return JavaValues.shared((T) constants[position(arg)]);
  }

  /** The values of a repeated constant. */
  @SuppressWarnings("unchecked") // ArgumentCheck stored a list of the argument's own type
  public <T> List<T> all(Arg<T> arg) {
    Object values = constants[position(arg)];
    if (values == null) {
      return List.of();
    }
    List<T> all = (List<T>) values;
    if (arg.java() != byte[].class) {
      return all;
    }
    List<T> copies = new ArrayList<>(all);
    copies.replaceAll(JavaValues::shared);
    return Collections.unmodifiableList(copies);
  }

  /** The value of a setting, its default, or null. */
  @SuppressWarnings("unchecked") // each value was made for its own setting
  public <T> @Nullable T find(Setting<T> setting) {
    List<Setting<?>> declared = spec().settings();
    for (int i = 0; i < declared.size(); i++) {
      if (Keys.isSame(declared.get(i), setting)) {
        if (settings[i] instanceof Misfit misfit) {
          throw VgiException.invalidArgument(misfit.message());
        }
        return JavaValues.shared((T) settings[i]);
      }
    }
    throw new IllegalArgumentException(
        "Function '"
            + spec().name()
            + "' does not say that it uses the setting '"
            + setting.name()
            + "'; name it in the function's spec with uses(…)");
  }

  /** The secret of {@code type} that fits {@code path} best, or null. */
  public @Nullable ResolvedSecret secret(SecretType type, @Nullable String path) {
    if (!Keys.names(spec().secrets(), type)) {
      throw new IllegalArgumentException(
          "Function '"
              + spec().name()
              + "' does not say that it uses secrets of type '"
              + type
              + "'; name the type in the function's spec with uses(…)");
    }
    return ResolvedSecret.best(request.secrets(), type.name(), path);
  }

  /** The types of the columns given for {@code column}. */
  public List<SqlType> types(Column<?> column) {
    return types.get(position(column));
  }

  /** The types of the constants given for {@code arg}. */
  public List<SqlType> types(Arg<?> arg) {
    return types.get(position(arg));
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
    return Keys.find(spec().params(), column);
  }

  /** Says that the input has no such column, and what comes close. */
  public IllegalArgumentException unknown(Column<?> column) {
    return new IllegalArgumentException(
        "The input of '"
            + spec().name()
            + "' has no column '"
            + column.name()
            + "'"
            + Keys.near(spec().params(), column));
  }

  private FunctionSpec spec() {
    return entry.spec();
  }

  private int position(Column<?> column) {
    int found = Keys.find(spec().params(), column);
    if (found < 0) {
      throw undeclared(column, Keys.near(spec().params(), column));
    }
    return found;
  }

  private int position(Arg<?> arg) {
    int found = Keys.find(spec().params(), arg);
    if (found < 0) {
      throw undeclared(arg, Keys.near(spec().params(), arg));
    }
    return found;
  }

  private IllegalArgumentException undeclared(Object key, String near) {
    return new IllegalArgumentException(
        "Function '" + spec().name() + "' does not declare the parameter '" + key + "'" + near);
  }
}
