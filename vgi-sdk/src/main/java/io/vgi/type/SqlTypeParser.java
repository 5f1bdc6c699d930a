package io.vgi.type;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads types as SQL writes them. */
final class SqlTypeParser {
  private static final int MAX_DEPTH = 64;
  private static final Map<String, SqlType> NAMES =
      Map.ofEntries(
          Map.entry("BOOLEAN", SqlType.BOOLEAN),
          Map.entry("BOOL", SqlType.BOOLEAN),
          Map.entry("TINYINT", SqlType.TINYINT),
          Map.entry("SMALLINT", SqlType.SMALLINT),
          Map.entry("INTEGER", SqlType.INTEGER),
          Map.entry("INT", SqlType.INTEGER),
          Map.entry("BIGINT", SqlType.BIGINT),
          Map.entry("LONG", SqlType.BIGINT),
          Map.entry("UTINYINT", SqlType.UTINYINT),
          Map.entry("USMALLINT", SqlType.USMALLINT),
          Map.entry("UINTEGER", SqlType.UINTEGER),
          Map.entry("UBIGINT", SqlType.UBIGINT),
          Map.entry("HUGEINT", SqlType.HUGEINT),
          Map.entry("UHUGEINT", SqlType.UHUGEINT),
          Map.entry("BIGNUM", SqlType.BIGNUM),
          Map.entry("VARINT", SqlType.BIGNUM),
          Map.entry("FLOAT", SqlType.FLOAT),
          Map.entry("REAL", SqlType.FLOAT),
          Map.entry("DOUBLE", SqlType.DOUBLE),
          Map.entry("VARCHAR", SqlType.VARCHAR),
          Map.entry("TEXT", SqlType.VARCHAR),
          Map.entry("STRING", SqlType.VARCHAR),
          Map.entry("BLOB", SqlType.BLOB),
          Map.entry("BIT", SqlType.BIT),
          Map.entry("JSON", SqlType.JSON),
          Map.entry("UUID", SqlType.UUID),
          Map.entry("DATE", SqlType.DATE),
          Map.entry("TIME", SqlType.TIME),
          Map.entry("TIME_NS", SqlType.TIME_NS),
          Map.entry("TIMETZ", SqlType.TIMETZ),
          Map.entry("TIMESTAMP", SqlType.TIMESTAMP),
          Map.entry("DATETIME", SqlType.TIMESTAMP),
          Map.entry("TIMESTAMP_S", SqlType.TIMESTAMP_S),
          Map.entry("TIMESTAMP_MS", SqlType.TIMESTAMP_MS),
          Map.entry("TIMESTAMP_NS", SqlType.TIMESTAMP_NS),
          Map.entry("TIMESTAMPTZ", SqlType.TIMESTAMPTZ),
          Map.entry("INTERVAL", SqlType.INTERVAL),
          Map.entry("NULL", SqlType.NULL));

  private final String text;
  private int at;

  private SqlTypeParser(String text) {
    this.text = text;
  }

  static SqlType parse(String text) {
    SqlTypeParser parser = new SqlTypeParser(text);
    SqlType type = parser.type(0);
    parser.blanks();
    if (parser.at < text.length()) {
      throw parser.wrong();
    }
    return type;
  }

  private SqlType type(int depth) {
    if (depth > MAX_DEPTH) {
      throw new IllegalArgumentException("A type is nested too deeply");
    }
    String name = word().toUpperCase(Locale.ROOT);
    SqlType type =
        switch (name) {
          case "DECIMAL", "NUMERIC" -> decimal();
          case "STRUCT" -> SqlType.struct(members(depth));
          case "UNION" -> SqlType.union(members(depth));
          case "MAP" -> map(depth);
          case "ENUM" -> enumeration();
          case "TIME" -> zoned() ? SqlType.TIMETZ : SqlType.TIME;
          case "TIMESTAMP" -> zoned() ? SqlType.TIMESTAMPTZ : SqlType.TIMESTAMP;
          default -> plain(name);
        };
    int dimensions = 0;
    while (take('[')) {
      if (++dimensions + depth > MAX_DEPTH) {
        throw new IllegalArgumentException("A type is nested too deeply");
      } else if (take(']')) {
        type = SqlType.list(type);
      } else {
        type = SqlType.array(type, number());
        expect(']');
      }
    }
    return type;
  }

  private SqlType plain(String name) {
    SqlType type = NAMES.get(name);
    if (type == null) {
      throw new IllegalArgumentException(
          "'" + name + "' in '" + text + "' is not a DuckDB type that a worker has");
    }
    return type;
  }

  private SqlType decimal() {
    if (!take('(')) {
      return SqlType.decimal(18, 3);
    }
    int precision = number();
    int scale = take(',') ? number() : 0;
    expect(')');
    return SqlType.decimal(precision, scale);
  }

  private Column<?>[] members(int depth) {
    List<Column<?>> members = new ArrayList<>();
    expect('(');
    do {
      String name = name();
      members.add(Column.of(name, type(depth + 1)));
    } while (take(','));
    expect(')');
    return members.toArray(new Column<?>[0]);
  }

  private SqlType map(int depth) {
    expect('(');
    SqlType key = type(depth + 1);
    expect(',');
    SqlType value = type(depth + 1);
    expect(')');
    return SqlType.map(key, value);
  }

  private SqlType enumeration() {
    Set<String> members = new HashSet<>();
    expect('(');
    do {
      blanks();
      members.add(quoted('\''));
    } while (take(','));
    expect(')');
    return SqlType.enumeration(members.size());
  }

  private boolean zoned() {
    int start = at;
    for (String part : List.of("WITH", "TIME", "ZONE")) {
      blanks();
      if (!text.regionMatches(true, at, part, 0, part.length())) {
        at = start;
        return false;
      }
      at += part.length();
    }
    return true;
  }

  private String name() {
    blanks();
    return at < text.length() && text.charAt(at) == '"' ? quoted('"') : word();
  }

  private String quoted(char quote) {
    StringBuilder name = new StringBuilder();
    expect(quote);
    while (at < text.length()) {
      char next = text.charAt(at++);
      if (next != quote) {
        name.append(next);
      } else if (at < text.length() && text.charAt(at) == quote) {
        name.append(text.charAt(at++));
      } else {
        return name.toString();
      }
    }
    throw wrong();
  }

  private String word() {
    blanks();
    int start = at;
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
      at++;
    }
    if (at == start) {
      throw wrong();
    }
    return text.substring(start, at);
  }

  private int number() {
    String digits = word();
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException none) {
      throw wrong();
    }
  }

  private void blanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private boolean take(char wanted) {
    blanks();
    if (at < text.length() && text.charAt(at) == wanted) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(char wanted) {
    if (!take(wanted)) {
      throw wrong();
    }
  }

  private IllegalArgumentException wrong() {
    return new IllegalArgumentException(
        "'" + text + "' is not a type: there is something wrong at character " + (at + 1));
  }
}
