package io.vgi.example.sqlite;

import io.vgi.example.sqlite.StoredTable.StoredColumn;
import io.vgi.rpc.VgiException;
import io.vgi.type.SqlType;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values of a column under another type: whole numbers to whole numbers, DOUBLE and VARCHAR.
 * What else a cast or an expression makes of a value only the engine can tell.
 */
final class ColumnChange {
  private static final Map<SqlType, Integer> SIGNED =
      Map.of(
          SqlType.TINYINT,
          7,
          SqlType.SMALLINT,
          15,
          SqlType.INTEGER,
          31,
          SqlType.BIGINT,
          63,
          SqlType.HUGEINT,
          127);
  private static final Map<SqlType, Integer> UNSIGNED =
      Map.of(
          SqlType.UTINYINT,
          8,
          SqlType.USMALLINT,
          16,
          SqlType.UINTEGER,
          32,
          SqlType.UBIGINT,
          64,
          SqlType.UHUGEINT,
          128);

  private final StoredColumn column;
  private final SqlType to;
  private final @Nullable String using;
  private final boolean cast;

  ColumnChange(StoredColumn column, SqlType to, @Nullable String using) {
    this.column = column;
    this.to = to;
    this.using = using;
    this.cast = using == null || isCast(using, column.name(), to);
  }

  /** Whether {@code using} is {@code CAST(name AS to)} and nothing else. */
  private static boolean isCast(String using, String name, SqlType to) {
    for (String start :
        List.of("CAST(" + name + " AS ", "CAST(\"" + name.replace("\"", "\"\"") + "\" AS ")) {
      if (using.toLowerCase(Locale.ROOT).startsWith(start.toLowerCase(Locale.ROOT))
          && using.endsWith(")")) {
        try {
          String type = using.substring(start.length(), using.length() - 1);
          // the engine quotes those of its types that are no words of SQL
          return SqlType.parse(type.replace("\"", "")).equals(to);
        } catch (IllegalArgumentException more) {
          return false;
        }
      }
    }
    return false;
  }

  /** What {@code value}, which is not NULL, becomes. */
  Object of(Object value) {
    SqlType from = column.sqlType();
    if (cast && from.equals(to)) {
      return value;
    } else if (cast && isWhole(from)) {
      BigInteger number = new BigInteger(value.toString());
      if (to.equals(SqlType.VARCHAR)) {
        return number.toString();
      } else if (to.equals(SqlType.DOUBLE)) {
        return number.doubleValue();
      } else if (isWhole(to)) {
        return fit(number);
      }
    }
    throw VgiException.unsupported(
        "Column '"
            + column.name()
            + "' of type "
            + column.type()
            + " has values, which this catalog cannot change to "
            + to.sql()
            + (cast ? "" : " by " + using)
            + "; add a column of that type and fill it by UPDATE");
  }

  private Object fit(BigInteger number) {
    Integer bits = SIGNED.get(to);
    boolean fits =
        bits != null
            ? number.bitLength() <= bits
            : number.signum() >= 0 && number.bitLength() <= UNSIGNED.getOrDefault(to, 0);
    if (!fits) {
      throw VgiException.invalidArgument(
          "Column '" + column.name() + "' has the value " + number + ", no " + to.sql());
    }
    boolean big = to.equals(SqlType.HUGEINT) || to.equals(SqlType.UHUGEINT);
    return big || number.bitLength() > 63 ? number : (Object) number.longValueExact();
  }

  private static boolean isWhole(SqlType type) {
    return SIGNED.containsKey(type) || UNSIGNED.containsKey(type);
  }
}
