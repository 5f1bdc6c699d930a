package io.vgi.internal.bind;

import io.vgi.function.FunctionSpec.Param;
import io.vgi.param.Arg;
import io.vgi.param.AttachOption;
import io.vgi.param.Key;
import io.vgi.param.SecretType;
import io.vgi.param.Setting;
import io.vgi.rpc.VgiException;
import io.vgi.type.Column;
import java.util.HexFormat;
import java.util.List;

/**
 * Finds what a key means: the declaration itself, or the one that says the same, since a key may be
 * written twice.
 */
public final class Keys {
  private Keys() {}

  /** The position of the parameter that {@code column} names, negative when there is none. */
  static int find(List<Param> params, Column<?> column) {
    for (int i = 0; i < params.size(); i++) {
      if (params.get(i).column() == column) {
        return i;
      }
    }
    for (int i = 0; i < params.size(); i++) {
      Column<?> declared = params.get(i).column();
      if (declared != null
          && declared.name().equals(column.name())
          && declared.isVarargs() == column.isVarargs()
          && isSame(declared.type(), column.type())) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isSame(io.vgi.type.SqlType one, io.vgi.type.SqlType other) {
    return one.isAny() == other.isAny() && one.equals(other);
  }

  /** The position of the parameter that {@code arg} names, negative when there is none. */
  static int find(List<Param> params, Arg<?> arg) {
    for (int i = 0; i < params.size(); i++) {
      if (params.get(i).arg() == arg) {
        return i;
      }
    }
    for (int i = 0; i < params.size(); i++) {
      Arg<?> declared = params.get(i).arg();
      if (declared != null
          && declared.name().equals(arg.name())
          && declared.isVarargs() == arg.isVarargs()
          && declared.java() == arg.java()
          && isSame(declared.type(), arg.type())) {
        return i;
      }
    }
    return -1;
  }

  /** What to say of a parameter that is called like {@code key} but is another one. */
  static String near(List<Param> params, Column<?> key) {
    return near(params, key.name(), key.type().sql() + (key.isVarargs() ? "…" : ""));
  }

  /** What to say of a parameter that is called like {@code key} but is another one. */
  static String near(List<Param> params, Arg<?> key) {
    return near(params, key.name(), described(key));
  }

  private static String near(List<Param> params, String name, String asked) {
    for (Param param : params) {
      if (param.name().equals(name)) {
        Column<?> column = param.column();
        Arg<?> arg = param.arg();
        String declared =
            column != null
                ? "the column " + column.type().sql() + (column.isVarargs() ? "…" : "")
                : arg != null ? "the constant " + described(arg) : "a table";
        return ": '" + name + "' is declared as " + declared + ", the key is " + asked;
      }
    }
    return "";
  }

  private static String described(Arg<?> arg) {
    return arg.type().sql()
        + (arg.isVarargs() ? "…" : "")
        + " read as "
        + arg.java().getSimpleName();
  }

  /**
   * {@code raw} as a value of {@code key}, within its limits.
   *
   * @param what what messages call the key
   * @param secret whether no message may tell of the value, as its limits would
   */
  public static <T> T read(Key<T, ?> key, Object raw, String what, boolean secret) {
    T value = convert(key, raw, what, secret);
    String fault = key.limits().fault(value);
    if (fault == null) {
      return value;
    }
    if (secret) {
      throw VgiException.invalidArgument(what + " has a value that is not allowed");
    }
    Object got = value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : value;
    throw VgiException.invalidArgument(what + " " + fault + ", got " + got);
  }

  private static <T> T convert(Key<T, ?> key, Object raw, String what, boolean secret) {
    T value;
    try {
      value = key.codec().fromNatural(raw, what);
    } catch (VgiException quoted) {
      throw secret
          ? VgiException.invalidArgument(what + " cannot be read as " + key.java().getSimpleName())
          : quoted;
    }
    if (value == null) {
      throw VgiException.invalidArgument(what + " is a UNION whose member is NULL");
    }
    return value;
  }

  /** Whether both are keys of one setting. */
  public static boolean isSame(Setting<?> one, Setting<?> other) {
    return one == other || (one.name().equals(other.name()) && one.java() == other.java());
  }

  /** Whether both are keys of one option. */
  public static boolean isSame(AttachOption<?> one, AttachOption<?> other) {
    return one == other || (one.name().equals(other.name()) && one.java() == other.java());
  }

  /** Whether {@code type} is one of {@code types}. */
  static boolean names(List<SecretType> types, SecretType type) {
    for (SecretType one : types) {
      if (one == type || one.name().equalsIgnoreCase(type.name())) {
        return true;
      }
    }
    return false;
  }
}
