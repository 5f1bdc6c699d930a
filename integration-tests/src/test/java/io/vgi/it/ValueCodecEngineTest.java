package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.Worker;
import io.vgi.state.StateStore;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The one codec against DuckDB: what it reads it writes again, and its order is ORDER BY's. */
class ValueCodecEngineTest {
  private static Worker.Handle http;
  private static Engine engine;

  @BeforeAll
  static void attach() throws Exception {
    Worker worker = Worker.of(ValueFunctions.catalog()).state(StateStore.memory());
    http = worker.serveHttp(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    engine = new Engine();
    engine.execute("SET TimeZone = 'UTC'");
    engine.execute("CREATE TYPE small AS ENUM ('red', 'green', 'blue')");
    engine.execute("CREATE TYPE large AS ENUM (SELECT 'member' || i FROM range(300) t(i))");
    engine.attach("vals", http.location());
  }

  @AfterAll
  static void close() throws Exception {
    engine.close();
    http.close();
  }

  @AfterEach
  void reset() throws SQLException {
    engine.execute("RESET arrow_lossless_conversion");
  }

  /** Random values of plain types, as SQL over a random UBIGINT h and a number i. */
  private static Map<String, String> random() {
    Map<String, String> types = new LinkedHashMap<>();
    types.put("boolean", "h % 2 = 0");
    types.put("tinyint", "((h % 256)::INT - 128)::TINYINT");
    types.put("smallint", "((h % 65536)::INT - 32768)::SMALLINT");
    types.put("integer", "((h % 4294967296)::BIGINT - 2147483648)::INTEGER");
    types.put("bigint", "(h::HUGEINT - 9223372036854775808::HUGEINT)::BIGINT");
    types.put("utinyint", "(h % 256)::UTINYINT");
    types.put("usmallint", "(h % 65536)::USMALLINT");
    types.put("uinteger", "(h % 4294967296)::UINTEGER");
    types.put("ubigint", "h");
    types.put("hugeint", "(h::HUGEINT - 9223372036854775808::HUGEINT) * (h // 2)::HUGEINT");
    types.put("uhugeint", "h::UHUGEINT * h::UHUGEINT");
    types.put("decimal_4_1", "((h % 19999)::INT - 9999)::DECIMAL(5,0) / 10");
    types.put("decimal_18_6", "((h % 1999999999)::BIGINT - 999999999) / 1000000");
    types.put("decimal_38_10", "(h::DECIMAL(38,10) / 1000 - 9223372036854775)");
    types.put("float", "(h::DOUBLE / 7 - 1e18)::FLOAT");
    types.put(
        "double",
        "CASE h % 9 WHEN 0 THEN 'nan' WHEN 1 THEN '-0.0' WHEN 2 THEN '0.0' ELSE h::DOUBLE / 7 - 1e18 END");
    types.put(
        "varchar",
        "CASE h % 4 WHEN 0 THEN chr((65 + h % 60000 % 50000)::INT) WHEN 1 THEN '🦆' || h % 9 WHEN 2 THEN '\uFFFD' || h % 9 ELSE repeat('é', (h % 20)::INT) END");
    types.put("blob", "unhex(printf('%016x', h // 2))[1:(h % 9)::INT]");
    types.put("bit", "('1' || left(h::BIT::VARCHAR, (h % 20)::INT))::BIT");
    types.put(
        "bignum",
        "(h::HUGEINT - 9223372036854775808::HUGEINT)::VARCHAR || repeat('7', (h % 30)::INT)");
    types.put("uuid", "md5(h::VARCHAR)::UUID");
    types.put("date", "DATE '1970-01-01' + ((h % 2000000)::INT - 1000000)");
    types.put("time", "TIME '00:00:00' + to_microseconds((h % 86400000000)::BIGINT)");
    types.put(
        "time_ns", "(TIME '00:00:00' + to_microseconds((h % 86400000000)::BIGINT))::VARCHAR || ''");
    types.put(
        "timetz",
        "(printf('%02d:%02d:%02d', (h % 24)::INT, (h % 60)::INT, (h % 59)::INT) || CASE h % 4 WHEN 0 THEN '+00' WHEN 1 THEN '+01' WHEN 2 THEN '-12:30:15' ELSE '+15:59:59' END)");
    types.put("timestamp", "make_timestamp((h // 16)::BIGINT - 500000000000000000)");
    types.put("timestamp_s", "make_timestamp((h // 16)::BIGINT - 500000000000000000)");
    types.put("timestamp_ms", "make_timestamp((h // 16)::BIGINT - 500000000000000000)");
    types.put("timestamp_ns", "make_timestamp_ns((h // 4)::BIGINT - 2000000000000000000)");
    types.put(
        "timestamptz",
        "make_timestamp((h // 16)::BIGINT - 500000000000000000)::TIMESTAMP AT TIME ZONE 'UTC'");
    types.put(
        "interval",
        "to_months((h % 25)::INT - 12) + to_days((h % 77)::INT - 40) + to_hours((h % 100)::INT - 50) + to_microseconds((h % 7)::INT)");
    return types;
  }

  private static final Map<String, String> NESTED =
      Map.of(
          "list",
              "CASE h % 5 WHEN 0 THEN [] WHEN 1 THEN [NULL] ELSE [h % 3, NULL, (h // 3) % 3][1:(h % 4)::INT] END",
          "array", "[h % 3, CASE WHEN h % 5 > 0 THEN h % 2 END, h % 7]",
          "struct",
              "{'a': CASE WHEN h % 4 > 0 THEN h % 3 END, 'b': CASE WHEN h % 3 > 0 THEN 's' || h % 5 END}",
          "map",
              "CASE h % 4 WHEN 0 THEN MAP {} WHEN 1 THEN MAP {'a': NULL} ELSE MAP {'a' || h % 3: h % 5, 'z': 1} END",
          "union",
              "CASE h % 2 WHEN 0 THEN union_value(i := (h % 9)::INT)::UNION(i INTEGER, s VARCHAR) ELSE union_value(s := 's' || h % 9)::UNION(i INTEGER, s VARCHAR) END");

  private static String sql(String name) {
    for (TypeCase type : TypeCases.ALL) {
      if (type.name().equals(name)) {
        return type.sql();
      }
    }
    throw new AssertionError(name);
  }

  private static String relation(String name, String value, int rows) {
    // a CASE of arrays is not implemented
    boolean array = sql(name).endsWith("[3]");
    return "(SELECT "
        + (array ? "" : "CASE WHEN h % 11 > 0 THEN ")
        + "("
        + value
        + ")::"
        + sql(name)
        + (array ? "" : " END")
        + " AS v FROM (SELECT i, hash(i * 7919) AS h FROM range("
        + rows
        + ") t(i)))";
  }

  @Test
  void everyTypeIsReadAndWritten() throws SQLException {
    List<String> wrong = new ArrayList<>();
    int compared = 0;
    for (boolean lossless : new boolean[] {false, true}) {
      engine.execute("SET arrow_lossless_conversion = " + lossless);
      for (TypeCase given : TypeCases.ALL) {
        String echo = "vals.echo_" + given.name() + "(v)";
        try {
          for (List<@Nullable Object> row :
              engine.rows(
                  "SELECT v::VARCHAR, "
                      + echo
                      + "::VARCHAR, typeof(v), typeof("
                      + echo
                      + ") FROM "
                      + given.values(lossless))) {
            compared++;
            boolean same = String.valueOf(row.get(0)).equals(String.valueOf(row.get(1)));
            if (!same || (!given.isEnum() && !row.get(2).equals(row.get(3)))) {
              wrong.add(lossless + " " + given + ": " + row);
            }
          }
        } catch (SQLException failure) {
          wrong.add(lossless + " " + given + ": " + failure.getMessage());
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(compared).isGreaterThan(500);
  }

  @Test
  void randomValuesAreReadAndWritten() throws SQLException {
    Map<String, String> types = random();
    types.putAll(NESTED);
    List<String> wrong = new ArrayList<>();
    engine.execute("SET arrow_lossless_conversion = true");
    for (Map.Entry<String, String> type : types.entrySet()) {
      try {
        List<@Nullable Object> counts =
            engine
                .rows(
                    "SELECT count(*) FILTER (vals.echo_"
                        + type.getKey()
                        + "(v)::VARCHAR IS DISTINCT FROM v::VARCHAR), count(v), count(*), min((v::VARCHAR, vals.echo_"
                        + type.getKey()
                        + "(v)::VARCHAR)::VARCHAR) FILTER (vals.echo_"
                        + type.getKey()
                        + "(v)::VARCHAR IS DISTINCT FROM v::VARCHAR) FROM "
                        + relation(type.getKey(), type.getValue(), 5000))
                .get(0);
        if (!counts.get(0).equals(0L) || (long) counts.get(1) < 4000) {
          wrong.add(type.getKey() + ": " + counts);
        }
      } catch (SQLException failure) {
        wrong.add(type.getKey() + ": " + failure.getMessage());
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void theOrderIsThatOfOrderBy() throws SQLException {
    Map<String, String> types = random();
    types.putAll(NESTED);
    List<String> wrong = new ArrayList<>();
    engine.execute("SET arrow_lossless_conversion = true");
    for (Map.Entry<String, String> type : types.entrySet()) {
      String rows = relation(type.getKey(), type.getValue(), 400);
      try {
        List<@Nullable Object> lists =
            engine
                .rows(
                    "SELECT mine IS NOT DISTINCT FROM theirs, len(theirs),"
                        + " list_filter(list_zip(mine, theirs), lambda z: z[1] IS DISTINCT FROM z[2])[1]::VARCHAR"
                        + " FROM (SELECT vals.sorted(list(v)) AS mine FROM "
                        + rows
                        // the order within an aggregate is another one for INTERVAL and TIMETZ
                        + "), (SELECT list(v) AS theirs FROM (SELECT v FROM "
                        + rows
                        + " ORDER BY v ASC NULLS LAST))")
                .get(0);
        if (!Boolean.TRUE.equals(lists.get(0)) || !lists.get(1).equals(400L)) {
          wrong.add(type.getKey() + ": " + lists);
        }
      } catch (SQLException failure) {
        wrong.add(type.getKey() + ": " + failure.getMessage());
      }
    }
    assertThat(wrong).isEmpty();
  }
}
