package io.vgi.testing;

import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * A function as a listing tells the engine of it.
 *
 * @param info the listing's record
 * @param params the parameters by position, then those by name
 */
record ListedFunction(WireRecord info, List<Param> params) {
  /**
   * A parameter.
   *
   * @param name its name
   * @param type the declared type, {@link SqlType#ANY} for any
   * @param kind where its value goes
   * @param varargs whether it repeats
   */
  record Param(String name, SqlType type, Kind kind, boolean varargs) {
    /** The declared type or, where any is taken, that of {@code value}. */
    SqlType typeFor(@Nullable Object value) {
      return type.isAny() ? Values.typeOf(value) : type;
    }
  }

  /** Where a value goes. */
  enum Kind {
    /** A constant by position. */
    CONSTANT,
    /** A constant by name. */
    NAMED,
    /** A column of the input. */
    COLUMN,
    /** The whole input. */
    TABLE
  }

  static ListedFunction of(WireRecord info, BufferAllocator memory) {
    String kind = info.needText("function_type");
    boolean rows = kind.startsWith("TABLE");
    boolean blended = info.flag("input_from_args");
    WireSchema fields = IpcBytes.readSchema(info.needBytes("arguments"), memory).decoded();
    List<Param> params = new ArrayList<>();
    for (Field field : fields.fields()) {
      Map<String, String> metadata = field.getMetadata();
      String special = metadata.get("vgi_type");
      boolean named = "named".equals(metadata.get("vgi_arg"));
      boolean constant = rows ? !blended : "true".equals(metadata.get("vgi_const"));
      Kind of =
          "table".equals(special)
              ? Kind.TABLE
              : named ? Kind.NAMED : constant ? Kind.CONSTANT : Kind.COLUMN;
      SqlType type = "any".equals(special) ? SqlType.ANY : SqlType.of(field);
      boolean varargs = "true".equals(metadata.get("vgi_varargs"));
      params.add(new Param(field.getName(), type, of, varargs));
    }
    return new ListedFunction(info, List.copyOf(params));
  }

  String name() {
    return info.needText("name");
  }

  String kind() {
    return info.needText("function_type");
  }

  List<String> path() {
    List<String> path = info.list("schema_path");
    return path == null ? List.of() : path;
  }

  boolean is(String flag) {
    return info.flag(flag);
  }

  List<Param> params(Kind kind) {
    return params.stream().filter(param -> param.kind() == kind).toList();
  }

  boolean takesTable() {
    return !params(Kind.TABLE).isEmpty();
  }

  /**
   * How well it fits a call, negative when it does not.
   *
   * @param constants the constants by position
   * @param columns a value of each column of the input, null for a NULL; null when the call has no
   *     such columns
   */
  int fit(List<? extends @Nullable Object> constants, @Nullable List<@Nullable Object> columns) {
    int first = fit(params(Kind.CONSTANT), constants, kind().startsWith("TABLE"));
    int second = columns == null ? 0 : fit(params(Kind.COLUMN), columns, false);
    return first < 0 || second < 0 ? -1 : first + second;
  }

  private static int fit(
      List<Param> params, List<? extends @Nullable Object> values, boolean optional) {
    boolean open = !params.isEmpty() && params.get(params.size() - 1).varargs();
    // which constants have defaults is for the worker to say
    if ((values.size() > params.size() && !open) || (values.size() < params.size() && !optional)) {
      return -1;
    }
    int fit = 0;
    for (int i = 0; i < values.size(); i++) {
      int one = fit(params.get(Math.min(i, params.size() - 1)).type(), values.get(i));
      if (one < 0) {
        return -1;
      }
      fit += one;
    }
    return fit;
  }

  private static int fit(SqlType declared, @Nullable Object value) {
    if (declared.isAny() || value == null) {
      return 0;
    }
    SqlType given = Values.typeOf(value);
    if (declared.equals(given)) {
      return 3;
    }
    ArrowType want = declared.arrow();
    return want.getTypeID() == given.arrow().getTypeID()
        ? 2
        : isNumber(want) && isNumber(given.arrow()) ? 1 : -1;
  }

  private static boolean isNumber(ArrowType type) {
    return type instanceof ArrowType.Int
        || type instanceof ArrowType.FloatingPoint
        || type instanceof ArrowType.Decimal;
  }
}
