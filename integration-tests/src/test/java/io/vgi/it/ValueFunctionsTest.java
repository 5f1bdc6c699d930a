package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.Worker;
import io.vgi.state.StateStore;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rows from records, scalars and aggregates of values, as SQL sees them. */
class ValueFunctionsTest {
  private static Worker.Handle http;
  private static Engine engine;

  @BeforeAll
  static void attach() throws Exception {
    Worker worker = Worker.of(ValueFunctions.catalog()).state(StateStore.memory());
    http = worker.serveHttp(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    engine = new Engine();
    engine.attach("vals", http.location());
  }

  @AfterAll
  static void close() throws Exception {
    engine.close();
    http.close();
  }

  private static String text(String sql) throws SQLException {
    return String.valueOf(engine.rows(sql));
  }

  private static void settled() throws InterruptedException {
    for (int i = 0; i < 100 && ValueFunctions.OPEN.get() > 0; i++) {
      Thread.sleep(50);
    }
    assertThat(ValueFunctions.OPEN).hasValue(0);
  }

  @Test
  void recordsAreRows() throws Exception {
    assertThat(text("SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM vals.orders())"))
        .isEqualTo(
            "[[id, BIGINT], [customer, VARCHAR], [day, DATE], [unit price, DECIMAL(12,2)],"
                + " [pairs, STRUCT(\"left\" INTEGER, \"right\" VARCHAR)[]],"
                + " [counts, MAP(VARCHAR, INTEGER)], [level, VARCHAR],"
                + " [thing, UNION(count BIGINT, named_pair STRUCT(pair STRUCT(\"left\" INTEGER,"
                + " \"right\" VARCHAR), \"name\" VARCHAR))], [discount, DOUBLE]]");
    assertThat(
            text(
                "SELECT id, customer, day, \"unit price\", pairs::VARCHAR, counts::VARCHAR, level,"
                    + " thing::VARCHAR, discount FROM vals.orders() WHERE id IN (3, 4, 4999) ORDER BY id"))
        .isEqualTo(
            "[[3, null, 1970-01-04, 0.03, [{'left': 3, 'right': NULL}, {'left': -1, 'right': x}],"
                + " {k=3}, HIGH, {'pair': {'left': 1, 'right': p}, 'name': n3}, 1.5],"
                + " [4, c🦆4, 1970-01-05, 0.04, [], {k=4}, LOW, 4, null],"
                + " [4999, c🦆4, 1983-09-09, 49.99, [{'left': 4999, 'right': NULL}, {'left': -1,"
                + " 'right': x}], {k=4999}, HIGH, {'pair': {'left': 1, 'right': p}, 'name': n4999},"
                + " 2499.5]]");
    assertThat(text("SELECT count(*), sum(id), count(customer) FROM vals.orders()"))
        .isEqualTo("[[5000, 12497500, 3333]]");
    assertThat(text("SELECT count(*), sum(id) FROM vals.order_table WHERE level = 'LOW'"))
        .isEqualTo("[[50, 2450]]");
    settled();
  }

  @Test
  void streamsAreClosedAtTheEndOnErrorsAndWithLimit() throws Exception {
    assertThat(text("SELECT count(*) FROM vals.generated(10000)")).isEqualTo("[[10000]]");
    settled();
    assertThat(engine.error("SELECT * FROM vals.generated(10000, fail_at := 9000)"))
        .contains("failAt");
    assertThat(engine.error("SELECT sum(\"left\") FROM vals.generated(10000, failAt := 9000)"))
        .contains("row 9000 fails");
    settled();
    assertThat(text("SELECT \"left\" FROM vals.generated(1000000) LIMIT 2"))
        .isEqualTo("[[0], [1]]");
    settled();
    assertThat(text("SELECT * FROM vals.generated(2, prefix := 'p')"))
        .isEqualTo("[[0, p0], [1, p1]]");
    assertThat(text("SELECT count(*) FROM vals.generated(0)")).isEqualTo("[[0]]");
    settled();
  }

  @Test
  void whatIsNotUsedIsNotAskedFor() throws Exception {
    ValueFunctions.ASKED.set(0);
    assertThat(text("SELECT sum(id) FROM vals.watched()")).isEqualTo("[[49995000]]");
    assertThat(ValueFunctions.ASKED).hasValue(0);
    assertThat(text("SELECT sum(id) FROM vals.watched() WHERE text = 'w77'")).isEqualTo("[[77]]");
    assertThat(ValueFunctions.ASKED).hasValue(10_000);
    settled();
  }

  @Test
  void tablesOfRowsSayWhatIsKnown() throws Exception {
    assertThat(text("FROM vals.colors ORDER BY rgb"))
        .isEqualTo("[[lime, 65280, 0.5], [red, 16711680, null]]");
    assertThat(text("SELECT count(*) FROM vals.none")).isEqualTo("[[0]]");
    assertThat(text("SELECT count(*), sum(\"left\"), count(\"right\") FROM vals.many"))
        .isEqualTo("[[9000, 40495500, 0]]");
    assertThat(
            text(
                "SELECT column_name, is_nullable FROM information_schema.columns WHERE table_name = 'colors' ORDER BY ordinal_position"))
        .isEqualTo("[[name, NO], [rgb, NO], [alpha, YES]]");
    // the statistics say that there is none, so nothing is scanned
    assertThat(text("EXPLAIN SELECT * FROM vals.many WHERE \"left\" > 8999"))
        .contains("EMPTY_RESULT");
    assertThat(text("SELECT max(\"left\") FROM vals.many WHERE \"left\" >= 8999"))
        .isEqualTo("[[8999]]");
  }

  @Test
  void rowsAreWrittenValueByValue() throws Exception {
    assertThat(
            text(
                "SELECT count(*), sum(n), count(text), count(pair), sum(pair.\"left\"),"
                    + " count(*) FILTER (text = 't🦆' || n), count(*) FILTER (pair.\"left\" = n)"
                    + " FROM vals.row_by_row()"))
        .isEqualTo("[[50000, 1249975000, 33333, 40000, 1000000000, 33333, 40000]]");
    assertThat(text("SELECT count(text), count(*) FROM vals.row_by_row()"))
        .isEqualTo("[[33333, 50000]]");
  }

  @Test
  void scalarsTakeOneToFiveValuesOrAll() throws Exception {
    assertThat(text("SELECT vals.full('a', 'é'), vals.full(NULL, 'b')")).isEqualTo("[[a é, null]]");
    assertThat(text("SELECT vals.three(1, 2.5, DATE '2020-01-02')::VARCHAR"))
        .isEqualTo("[[{'left': 3, 'right': 2020-01-02}]]");
    assertThat(
            text(
                "SELECT vals.four(1, 2, 3, 4), vals.five(1, 2, 3, 4, 5), vals.five(0, 1, 1, 1, 1)"))
        .isEqualTo("[[10, 120, null]]");
    assertThat(text("SELECT vals.most(1), vals.most(3, 9, 4), vals.most(3, NULL, 4)"))
        .isEqualTo("[[1, 9, null]]");
    assertThat(text("SELECT vals.swapped({'left': 3, 'right': NULL})::VARCHAR, vals.swapped(NULL)"))
        .isEqualTo("[[{'left': -3, 'right': none}, null]]");
    assertThat(text("SELECT vals.full(i::VARCHAR, 'x') FROM range(5000) t(i) WHERE i = 4999"))
        .isEqualTo("[[4999 x]]");
  }

  @Test
  void nullIsGivenToWhoTakesIt() throws Exception {
    assertThat(text("SELECT vals.is_null(x), vals.is_null('a') FROM (VALUES (NULL::VARCHAR)) t(x)"))
        .isEqualTo("[[true, false]]");
    assertThat(text("SELECT vals.or_zero(x) FROM (VALUES (NULL::BIGINT), (5)) t(x)"))
        .isEqualTo("[[0], [5]]");
  }

  @Test
  void failuresAreOneSentence() throws Exception {
    assertThat(engine.error("SELECT vals.priced(100)"))
        .contains("DECIMAL(4,2) cannot hold 100 exactly");
    assertThat(engine.error("SELECT vals.refuses(3)")).contains("no 3");
    assertThat(engine.error("SELECT vals.swapped({'left': NULL, 'right': 'x'})"))
        .contains("'left' is NULL, which int is not");
  }

  @Test
  void aggregatesFoldValues() throws Exception {
    assertThat(
            engine.rows(
                "SELECT g, vals.total(x)::VARCHAR FROM (SELECT i % 3 AS g, (CASE WHEN i % 2 = 0 THEN"
                    + " i END)::DECIMAL(38,10) AS x FROM range(30000) t(i)) GROUP BY g ORDER BY g"))
        .isEqualTo(
            engine.rows(
                "SELECT g, sum(x)::DECIMAL(38,10)::VARCHAR FROM (SELECT i % 3 AS g, (CASE WHEN i % 2"
                    + " = 0 THEN i END)::DECIMAL(38,10) AS x FROM range(30000) t(i)) GROUP BY g"
                    + " ORDER BY g"));
    assertThat(text("SELECT vals.extent(i)::VARCHAR FROM range(5, 20000) t(i)"))
        .isEqualTo("[[{'left': 19994, 'right': wide}]]");
    assertThat(engine.rows("SELECT vals.extent(i) FROM range(0) t(i)"))
        .isEqualTo(List.of(Arrays.asList((Object) null)));
  }

  @Test
  void aggregatesOfTwoValuesAreThoseOfTheEngine() throws Exception {
    String rows =
        " FROM (SELECT i % 13 g, nullif(i, 7) x, CASE WHEN i % 5 > 0 THEN i END w FROM range(20000) t(i))"
            + " GROUP BY g ORDER BY g";
    assertThat(text("SELECT g, vals.weighted_sum(x, w)" + rows))
        .isEqualTo(text("SELECT g, sum(x * w)::BIGINT" + rows));
    assertThat(
            text(
                "SELECT parameters::VARCHAR, description FROM duckdb_functions()"
                    + " WHERE database_name = 'vals' AND function_name = 'weighted_sum'"))
        .isEqualTo("[[[value, weight], The sum of products]]");
  }

  @Test
  void aggregatesOfMoreValuesAreThoseOfTheEngine() throws Exception {
    String rows =
        " FROM (SELECT i % 13 g, nullif(i, 7) x, CASE WHEN i % 5 > 0 THEN i END w, i % 11 y, -i z"
            + " FROM range(20000) t(i)) GROUP BY g ORDER BY g";
    assertThat(text("SELECT g, vals.dot(x, w, y, z)" + rows))
        .isEqualTo(text("SELECT g, sum(x * w + y * z) FILTER (x + w NOTNULL)::BIGINT" + rows));
    assertThat(text("SELECT g, vals.digits(y, z, w, x, 7)" + rows))
        .isEqualTo(text("SELECT g, sum(y + 2 * z + 3 * w + 4 * x + 35)::BIGINT" + rows));
    assertThat(
            text(
                "SELECT g, vals.longest(y), vals.longest(x, w, y::VARCHAR, DATE '2020-01-01')"
                    + rows))
        .isEqualTo(text("SELECT g, max(len(y::VARCHAR)), max(len(x || w || y) + 10)" + rows));
  }

  @Test
  void aScalarAsksItsCall() throws Exception {
    assertThat(text("SELECT vals.caller('n', i) FROM range(2) t(i)")).isEqualTo("[[n0], [n1]]");
  }
}
