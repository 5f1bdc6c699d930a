package io.vgi.it;

import io.vgi.it.RowSource.Field;
import io.vgi.it.RowSource.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Queries of one result over random sources: its rows are those of the same query over DuckDB's own
 * copies, in any order.
 */
final class RandomQuery {
  private static final List<String> JOINS =
      List.of("JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN", "SEMI JOIN", "ANTI JOIN");
  private static final List<String> SETS =
      List.of("UNION", "UNION ALL", "EXCEPT", "EXCEPT ALL", "INTERSECT", "INTERSECT ALL");

  /** A query over the worker's rows, and one whose result it must have. */
  record Pair(String actual, String expected) {}

  private final Random random;
  private final List<RowSource> sources;
  private final RandomCondition conditions;
  private final List<RowSource> used = new ArrayList<>();

  RandomQuery(Random random, List<RowSource> sources) {
    this.random = random;
    this.sources = sources;
    this.conditions = new RandomCondition(random);
  }

  /** Another query. */
  Pair next() {
    used.clear();
    String own = "";
    String query =
        switch (random.nextInt(11)) {
          case 0 -> filtered();
          case 1, 2 -> ordered();
          case 3 -> grouped();
          case 4, 5 -> joined();
          case 6 -> window();
          case 7 -> set();
          case 8 -> nested();
          case 9 -> joinedFirst();
          default -> {
            own = "SELECT 0::BIGINT AS extra, true AS whole";
            yield part();
          }
        };
    return new Pair(worker(query), own.isEmpty() ? own(query) : own);
  }

  private String worker(String query) {
    for (int i = 0; i < used.size(); i++) {
      query =
          query
              .replace("{" + i + "}", used.get(i).from())
              .replace("{own" + i + "}", used.get(i).own());
    }
    return query;
  }

  private String own(String query) {
    for (int i = 0; i < used.size(); i++) {
      query = query.replace("{" + i + "}", used.get(i).own());
    }
    return query;
  }

  private RowSource source() {
    RowSource source = pick(sources);
    used.add(source);
    return source;
  }

  /** The place of the source that was chosen last. */
  private String place() {
    return "{" + (used.size() - 1) + "}";
  }

  private String filtered() {
    RowSource source = source();
    return "SELECT "
        + values(some(source.fields()), "a")
        + " FROM "
        + place()
        + " a"
        + where(source, "a");
  }

  private String ordered() {
    RowSource source = source();
    List<Field> fields = some(source.fields());
    return "SELECT "
        + values(fields, "a")
        + " FROM "
        + place()
        + " a"
        + where(source, "a")
        + firstOf(fields, "a");
  }

  /** ORDER BY all that is selected, so that the first rows are the same ones. */
  private String firstOf(List<Field> fields, String alias) {
    String order =
        fields.stream()
            .map(
                field ->
                    field.of(alias)
                        + pick(List.of("", " DESC"))
                        + pick(List.of("", " NULLS FIRST", " NULLS LAST")))
            .collect(Collectors.joining(", "));
    return " ORDER BY "
        + order
        + " LIMIT "
        + pick(List.of(1, 5, 40, 700))
        + pick(List.of("", "", " OFFSET 3", " OFFSET 100"));
  }

  private String grouped() {
    RowSource source = source();
    Field key = pick(source.fields());
    Field value = pick(source.fields());
    String by =
        key.kind() == Kind.INTEGER && random.nextBoolean() ? key.of("a") + " % 7" : key.of("a");
    String of = value.of("a");
    return "SELECT "
        + by
        + " AS k, count(*) AS c, count(DISTINCT "
        + of
        + ") AS d, min("
        + of
        + ") AS l, max("
        + of
        + ") AS m"
        + (value.kind() == Kind.INTEGER ? ", sum(" + of + ") AS s" : "")
        + " FROM "
        + place()
        + " a"
        + where(source, "a")
        + pick(
            List.of(
                " GROUP BY 1", " GROUP BY ROLLUP (" + by + ")", " GROUP BY 1 HAVING count(*) > 1"));
  }

  private String joined() {
    RowSource left = source();
    String from = place() + " a";
    RowSource right = source();
    String kind = pick(JOINS);
    String condition = equal(left, right);
    if (random.nextInt(4) == 0) {
      condition += " AND " + conditions.next(right, "b", 0);
    }
    boolean one = kind.startsWith("SEMI") || kind.startsWith("ANTI");
    String values =
        "hash("
            + terms(left, "a")
            + ")"
            + (one ? "" : " + hash(" + terms(right, "b") + ")::HUGEINT");
    return "SELECT count(*) AS c, sum("
        + values
        + ") AS h FROM "
        + from
        + " "
        + kind
        + " "
        + place()
        + " b ON "
        + condition
        + (one || random.nextBoolean() ? where(left, "a") : where(right, "b"));
  }

  private String equal(RowSource left, RowSource right) {
    List<Field> numbers = left.of(Kind.INTEGER);
    List<Field> others = right.of(Kind.INTEGER);
    if (numbers.isEmpty()
        || others.isEmpty()
        || (random.nextInt(4) == 0
            && !left.of(Kind.TEXT).isEmpty()
            && !right.of(Kind.TEXT).isEmpty())) {
      // no columns: texts that are keys and have a condition damage the engine's memory
      return text(left, "a") + " || '' = " + text(right, "b") + " || ''";
    }
    String more =
        random.nextInt(5) == 0
            ? " AND " + pick(numbers).of("a") + " >= " + pick(others).of("b")
            : "";
    return pick(numbers).of("a") + " = " + pick(others).of("b") + more;
  }

  private String text(RowSource source, String alias) {
    List<Field> texts = source.of(Kind.TEXT);
    return texts.isEmpty() ? pick(source.fields()).of(alias) + "::VARCHAR" : pick(texts).of(alias);
  }

  private String window() {
    RowSource source = source();
    String order =
        source.fields().stream().map(field -> field.of("a")).collect(Collectors.joining(", "));
    String over =
        " OVER (PARTITION BY " + pick(source.fields()).of("a") + " ORDER BY " + order + ")";
    String top =
        random.nextBoolean()
            ? ""
            : " QUALIFY row_number()" + over + " < " + (1 + random.nextInt(4));
    return "SELECT "
        + values(source.fields(), "a")
        + ", row_number()"
        + over
        + " AS r, count(*)"
        + over
        + " AS c FROM "
        + place()
        + " a"
        + where(source, "a")
        + top;
  }

  private String set() {
    StringBuilder query = new StringBuilder();
    Kind kind = random.nextInt(3) == 0 ? Kind.TEXT : Kind.INTEGER;
    int terms = 2 + random.nextInt(2);
    for (int i = 0; i < terms; i++) {
      RowSource source = source();
      while (source.of(kind).isEmpty()) {
        used.remove(used.size() - 1);
        source = source();
      }
      Field field = pick(source.of(kind));
      query.append(i == 0 ? "" : " " + pick(SETS) + " ");
      query.append("(SELECT ").append(field.of("a"));
      query.append(" AS v FROM ").append(place()).append(" a").append(where(source, "a"));
      query.append(random.nextBoolean() ? "" : firstOf(List.of(field), "a"));
      query.append(')');
      query = i == 0 ? query : new StringBuilder("(").append(query).append(')');
    }
    return "SELECT count(*) AS c, count(v) AS n, sum(hash(v)) AS h FROM " + "(" + query + ")";
  }

  private String nested() {
    RowSource outer = source();
    String from = place() + " a";
    RowSource inner = source();
    String query = "SELECT " + values(some(outer.fields()), "a") + " FROM " + from + " WHERE ";
    String rows = " FROM " + place() + " b WHERE " + conditions.next(inner, "b", 1);
    return switch (random.nextInt(4)) {
      case 0 ->
          query + text(outer, "a") + " IN (SELECT " + text(inner, "b") + " || ''" + rows + ")";
      case 1 -> query + "NOT EXISTS (SELECT 1" + rows + " AND " + equal(outer, inner) + ")";
      case 2 -> query + "(SELECT count(*)" + rows + " AND " + equal(outer, inner) + ") < 2";
      default ->
          query
              + pick(outer.fields()).of("a")
              + "::VARCHAR >= (SELECT min("
              + text(inner, "b")
              + ")"
              + rows
              + ")";
    };
  }

  /** The first rows of one source, joined with another. */
  private String joinedFirst() {
    RowSource first = source();
    // DuckDB hands keys of joins down below ORDER BY … LIMIT where they change what comes first
    String top =
        "WITH a AS MATERIALIZED (SELECT * FROM "
            + place()
            + " a"
            + where(first, "a")
            + firstOf(first.fields(), "a")
            + ") ";
    RowSource other = source();
    return top
        + "SELECT count(*) AS c, sum(hash("
        + terms(first, "a")
        + ")) AS h FROM a JOIN "
        + place()
        + " b ON "
        + equal(first, other);
  }

  /** Rows that nothing orders: as many as there must be, and each of them one of all. */
  private String part() {
    RowSource source = source();
    List<Field> fields = some(source.fields());
    String where = where(source, "a");
    String select = "SELECT " + values(fields, "a") + " FROM ";
    String all = select + "{own0} a" + where;
    int limit = random.nextInt(1500);
    boolean limited = random.nextBoolean();
    String part =
        select
            + "{0} a"
            + (limited
                ? where + " LIMIT " + limit
                : pick(
                        List.of(
                            " TABLESAMPLE BERNOULLI (30%)",
                            " TABLESAMPLE SYSTEM (40%)", " TABLESAMPLE RESERVOIR (70 ROWS)"))
                    + where);
    return "SELECT (SELECT count(*) FROM (("
        + part
        + ") EXCEPT ALL ("
        + all
        + "))) AS extra, "
        + (limited
            ? "(SELECT count(*) FROM ("
                + part
                + ")) = least("
                + limit
                + ", (SELECT count(*) FROM ("
                + all
                + ")))"
            : "true")
        + " AS whole";
  }

  private String where(RowSource source, String alias) {
    return random.nextInt(4) == 0 ? "" : " WHERE " + conditions.next(source, alias, 2);
  }

  private List<Field> some(List<Field> fields) {
    List<Field> some = new ArrayList<>(fields);
    while (some.size() > 1 && random.nextInt(3) > 0) {
      some.remove(random.nextInt(some.size()));
    }
    return some;
  }

  private static String values(List<Field> fields, String alias) {
    StringBuilder values = new StringBuilder();
    for (int i = 0; i < fields.size(); i++) {
      values.append(i == 0 ? "" : ", ").append(fields.get(i).of(alias)).append(" AS c").append(i);
    }
    return values.toString();
  }

  private String terms(RowSource source, String alias) {
    return some(source.fields()).stream()
        .map(field -> field.of(alias))
        .collect(Collectors.joining(", "));
  }

  private <T> T pick(List<T> list) {
    return conditions.pick(list);
  }
}
