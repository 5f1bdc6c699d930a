package io.vgi.testing.duckdb;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes records of rows and of STRUCTs. */
final class RecordReader<R extends Record> {
  private final Class<R> type;
  private final RecordComponent[] components;
  private final Constructor<R> constructor;

  private RecordReader(Class<R> type, RecordComponent[] components, Constructor<R> constructor) {
    this.type = type;
    this.components = components;
    this.constructor = constructor;
  }

  static <R extends Record> RecordReader<R> of(Class<R> type) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] parameters = new Class<?>[components.length];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = components[i].getType();
    }
    try {
      Constructor<R> constructor = type.getDeclaredConstructor(parameters);
      constructor.setAccessible(true);
      return new RecordReader<>(type, components, constructor);
    } catch (ReflectiveOperationException | RuntimeException closed) {
      throw new IllegalArgumentException(
          "Record " + type.getName() + " cannot be made: open its package to io.vgi.testing.duckdb",
          closed);
    }
  }

  /** The column of each component. */
  int[] columns(ResultSetMetaData result) throws SQLException {
    Map<String, Integer> named = new LinkedHashMap<>();
    for (int column = 1; column <= result.getColumnCount(); column++) {
      named.putIfAbsent(key(result.getColumnLabel(column)), column);
    }
    int[] columns = new int[components.length];
    for (int i = 0; i < columns.length; i++) {
      Integer column = named.get(key(components[i].getName()));
      if (column == null) {
        throw missing(components[i], named);
      }
      columns[i] = column;
    }
    return columns;
  }

  private static String key(String name) {
    return name.replace("_", "").toLowerCase(Locale.ROOT);
  }

  private AssertionError missing(RecordComponent component, Map<String, ?> named) {
    return new AssertionError(
        "Nothing is called '"
            + component.getName()
            + "', as a component of "
            + type.getSimpleName()
            + ", among "
            + named.keySet());
  }

  /** A record of values in the order of its components. */
  R build(@Nullable Object[] natural) {
    return build(natural, "");
  }

  /** A record of the members of a STRUCT. */
  R build(Map<?, ?> members, String what) {
    Map<String, @Nullable Object> named = new LinkedHashMap<>();
    members.forEach((name, value) -> named.putIfAbsent(key(String.valueOf(name)), value));
    @Nullable Object[] values = new Object[components.length];
    for (int i = 0; i < values.length; i++) {
      String key = key(components[i].getName());
      if (!named.containsKey(key)) {
        throw missing(components[i], named);
      }
      values[i] = named.get(key);
    }
    return build(values, what + " as ");
  }

  private R build(@Nullable Object[] natural, String where) {
    @Nullable Object[] values = new Object[natural.length];
    for (int i = 0; i < values.length; i++) {
      String name = where + type.getSimpleName() + "." + components[i].getName();
      values[i] = Values.convert(natural[i], components[i].getGenericType(), name);
    }
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException refused) {
      throw new AssertionError(
          type.getSimpleName() + " refuses its values: " + refused.getCause(), refused.getCause());
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException("Record " + type.getName() + " cannot be made", impossible);
    }
  }
}
