package io.vgi.testing.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Typed results, of DuckDB's own values. */
class QueryTest {
  private static final DuckDb DUCK = DuckDb.create();

  record Customer(String name, Set<Integer> codes) {}

  record Order(
      long orderId,
      @Nullable Customer customer,
      DayOfWeek day,
      Optional<BigDecimal> amount,
      Map<String, List<Long>> tags) {}

  record Count(int n) {
    Count {
      if (n < 0) {
        throw new IllegalArgumentException("negative");
      }
    }
  }

  @AfterAll
  static void close() {
    DUCK.close();
  }

  private static <T> @Nullable T single(String expression, Class<T> type) {
    return DUCK.query("SELECT " + expression).single(type);
  }

  @Test
  void numbersAreExactOrRefused() {
    assertThat(single("7::TINYINT", Long.class)).isEqualTo(7L);
    assertThat(single("127::BIGINT", Byte.class)).isEqualTo((byte) 127);
    assertThat(single("18446744073709551615::UBIGINT", BigInteger.class))
        .isEqualTo(new BigInteger("18446744073709551615"));
    assertThat(single("1.50::DECIMAL(9, 2)", BigDecimal.class)).isEqualTo(new BigDecimal("1.50"));
    assertThat(single("3.00::DECIMAL(9, 2)", Short.class)).isEqualTo((short) 3);
    assertThat(single("1.5::FLOAT", Double.class)).isEqualTo(1.5);
    assertThat(single("9007199254740992::BIGINT", Double.class)).isEqualTo(9007199254740992.0);
    for (String refused :
        List.of("128::BIGINT", "1.5::DECIMAL(3, 1)", "1.0::DOUBLE", "'1'", "true")) {
      assertThatThrownBy(() -> single(refused + " AS c", Byte.class))
          .as(refused)
          .isInstanceOf(AssertionError.class)
          .hasMessageStartingWith("Column 'c' is a ")
          .hasMessageEndingWith(", and not a Byte");
    }
    assertThatThrownBy(() -> single("9007199254740993::BIGINT", Double.class))
        .hasMessageContaining("9007199254740993");
    assertThatThrownBy(() -> single("0.1::DOUBLE", Float.class)).hasMessageContaining("Float");
    assertThatThrownBy(() -> single("1::INTEGER", String.class)).hasMessageContaining("String");
  }

  @Test
  void timesDoNotDependOnWhereThisRuns() {
    assertThat(single("DATE '2024-02-29'", LocalDate.class)).isEqualTo("2024-02-29");
    assertThat(single("TIME '01:02:03.000004'", LocalTime.class)).isEqualTo("01:02:03.000004");
    // does not exist in Berlin
    assertThat(single("TIMESTAMP '2024-03-31 02:30:00.000001'", LocalDateTime.class))
        .isEqualTo("2024-03-31T02:30:00.000001");
    assertThat(single("TIMESTAMP_NS '2024-03-31 02:30:00.000000001'", LocalDateTime.class))
        .isEqualTo("2024-03-31T02:30:00.000000001");
    String instant = "TIMESTAMPTZ '2024-03-31 02:30:00+05'";
    assertThat(single(instant, Instant.class)).isEqualTo("2024-03-30T21:30:00Z");
    assertThat(single(instant, OffsetDateTime.class)).isEqualTo("2024-03-30T21:30:00Z");
  }

  @Test
  void otherValues() {
    UUID uuid = UUID.fromString("f0000000-0000-0000-0000-000000000001");
    assertThat(single("'" + uuid + "'::UUID", UUID.class)).isEqualTo(uuid);
    assertThat(single("'\\x00\\xFF'::BLOB", byte[].class)).containsExactly(0, 255);
    assertThat(single("'MONDAY'::ENUM ('SUNDAY', 'MONDAY')", DayOfWeek.class))
        .isEqualTo(DayOfWeek.MONDAY);
    assertThat(single("'{\"a\": [1]}'::JSON", String.class)).isEqualTo("{\"a\": [1]}");
    assertThat(single("NULL::INTEGER", Integer.class)).isNull();
    assertThat(single("{'name': 'ali', 'codes': [1, 2, 1]}", Customer.class))
        .isEqualTo(new Customer("ali", Set.of(1, 2)));
  }

  @Test
  void plainRows() {
    assertThat(
            DUCK.query(
                    "SELECT 1, NULL, [1, NULL], {'a': 1, 'b': {'c': [TIMESTAMP '2024-01-01']}},"
                        + " MAP {2: 'x'}, [1, 2]::INTEGER[2]")
                .rows())
        .containsExactly(
            Arrays.asList(
                1,
                null,
                Arrays.asList(1, null),
                Map.of("a", 1, "b", Map.of("c", List.of(LocalDateTime.of(2024, 1, 1, 0, 0)))),
                Map.of(2, "x"),
                List.of(1, 2)));
    assertThat(DUCK.query("SELECT 1 WHERE false").rows()).isEmpty();
  }

  @Test
  void rowsAsRecords() {
    assertThat(
            DUCK.query(
                    "FROM (VALUES (1, {'name': 'ali', 'codes': [7]}, 'MONDAY', 2.5, MAP {'a': [1]}, 0),"
                        + " (2, NULL, 'SUNDAY', NULL, MAP {}, 0))"
                        + " AS t(order_id, CUSTOMER, day, amount, tags, other)")
                .rows(Order.class))
        .containsExactly(
            new Order(
                1,
                new Customer("ali", Set.of(7)),
                DayOfWeek.MONDAY,
                Optional.of(new BigDecimal("2.5")),
                Map.of("a", List.of(1L))),
            new Order(2, null, DayOfWeek.SUNDAY, Optional.empty(), Map.of()));
  }

  @Test
  void rowsThatAreNotSuchRecords() {
    assertThatThrownBy(() -> DUCK.query("SELECT 1 AS m").rows(Count.class))
        .isInstanceOf(AssertionError.class)
        .hasMessage("Nothing is called 'n', as a component of Count, among [m]");
    assertThatThrownBy(() -> DUCK.query("SELECT NULL AS n").rows(Count.class))
        .isInstanceOf(AssertionError.class)
        .hasMessage("Count.n is NULL, and not a int");
    assertThatThrownBy(() -> DUCK.query("SELECT -1 AS n").rows(Count.class))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Count refuses its values")
        .hasMessageContaining("negative");
  }

  @Test
  void theShapeIsAsked() {
    assertThatThrownBy(() -> DUCK.query("VALUES (1), (2)").single(Integer.class))
        .isInstanceOf(AssertionError.class)
        .hasMessage("Expected one value, got 2 rows: [1, 2], from: VALUES (1), (2)");
    assertThatThrownBy(() -> DUCK.query("SELECT 1 WHERE false").single(Integer.class))
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> DUCK.query("SELECT 1, 2").column(Integer.class))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Expected one column, got 2 columns");
  }

  @Test
  void parameters() {
    Query query =
        DUCK.query(
            "SELECT ?::BIGINT + 1, ?, ?, ?, ?, ?, ?::VARCHAR, ?",
            41,
            "it's",
            LocalDate.of(2024, 2, 29),
            DayOfWeek.FRIDAY,
            Instant.parse("2024-03-31T02:30:00Z"),
            new BigDecimal("1.25"),
            null,
            LocalDateTime.of(2024, 3, 31, 2, 30));
    List<@Nullable Object> row =
        Arrays.asList(
            42L,
            "it's",
            LocalDate.of(2024, 2, 29),
            "FRIDAY",
            Instant.parse("2024-03-31T02:30:00Z"),
            new BigDecimal("1.25"),
            null,
            LocalDateTime.of(2024, 3, 31, 2, 30));
    assertThat(query.rows()).containsExactly(row);
    assertThat(query.rows()).containsExactly(row); // run anew
    assertThat(DUCK.query("SELECT $2 || $1", "a", "b").single(String.class)).isEqualTo("ba");
    assertThat(DUCK.query("SELECT ?").error()).containsIgnoringCase("parameter");
  }
}
