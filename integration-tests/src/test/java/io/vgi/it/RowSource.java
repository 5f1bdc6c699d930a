package io.vgi.it;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What random queries read: rows of a worker, and DuckDB's own copy of them.
 *
 * @param from the worker's, as FROM takes it
 * @param own the name of the copy
 * @param fields what queries may use of them
 */
record RowSource(String from, String own, List<Field> fields) {
  /** What can be done with a field. */
  enum Kind {
    INTEGER,
    DOUBLE,
    TEXT,
    BOOL
  }

  /**
   * A value of each row.
   *
   * @param term an expression, with @ for the name of the row
   * @param literals some of its values and some that it has not, as SQL writes them
   */
  record Field(String term, Kind kind, List<String> literals) {
    /** The value of the row called {@code alias}. */
    String of(String alias) {
      return term.replace("@", alias);
    }
  }

  /** Of {@code kind} only; may be empty. */
  List<Field> of(Kind kind) {
    return fields.stream().filter(field -> field.kind() == kind).toList();
  }

  /** Copies {@code from} into a table and looks at {@code terms} of its rows, columns or not. */
  static RowSource copied(Engine engine, String own, String from, String... terms)
      throws SQLException {
    engine.execute("CREATE OR REPLACE TABLE " + own + " AS SELECT * FROM " + from);
    List<Field> fields = new ArrayList<>();
    for (String given : terms) {
      String term = given.contains("@") ? given : "@." + given;
      String value = term.replace("@", "t");
      String type =
          (String) engine.value("SELECT any_value(typeof(" + value + ")) FROM " + own + " t");
      Kind kind =
          switch (type) {
            case "BIGINT", "INTEGER" -> Kind.INTEGER;
            case "DOUBLE" -> Kind.DOUBLE;
            case "BOOLEAN" -> Kind.BOOL;
            case "VARCHAR" -> Kind.TEXT;
            default -> throw new IllegalArgumentException(given + " is " + type);
          };
      fields.add(new Field(term, kind, literals(engine, own, value, kind)));
    }
    return new RowSource(from, own, List.copyOf(fields));
  }

  private static List<String> literals(Engine engine, String own, String value, Kind kind)
      throws SQLException {
    List<String> literals = new ArrayList<>();
    // in an order that depends on the values alone
    for (List<?> row :
        engine.rows(
            String.format(
                Locale.ROOT,
                "SELECT v FROM (SELECT DISTINCT (%s)::VARCHAR AS v FROM %s t) WHERE v IS NOT NULL"
                    + " ORDER BY hash(v) LIMIT 12",
                value,
                own))) {
      String text = (String) row.get(0);
      literals.add(
          switch (kind) {
            case TEXT -> Engine.literal(text);
            case DOUBLE -> text + "::DOUBLE";
            default -> text;
          });
    }
    literals.add(
        switch (kind) {
          case TEXT -> "'none of them'";
          case DOUBLE -> "-0.5::DOUBLE";
          case BOOL -> "true";
          case INTEGER -> "-1";
        });
    return List.copyOf(literals);
  }
}
