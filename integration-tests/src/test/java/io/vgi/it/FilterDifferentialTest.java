package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.internal.filter.FilterSet;
import io.vgi.internal.sample.FilterSample;
import io.vgi.internal.sample.SampleRows;
import io.vgi.rpc.VgiException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random filters over random rows of every type keep the rows that DuckDB keeps. */
class FilterDifferentialTest {
  private static final int ROWS = 70;
  private static final int PREDICATES = 1_500;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void keepsTheRowsThatDuckDbKeeps(long seed) throws SQLException {
    Random random = new Random(seed);
    try (BufferAllocator allocator = new RootAllocator();
        SampleRows rows = new SampleRows(allocator, ROWS);
        Connection engine = DriverManager.getConnection("jdbc:duckdb:")) {
      fill(random, rows, engine);
      compare(seed, random, rows, allocator, engine);
    }
  }

  private static void fill(Random random, SampleRows rows, Connection engine) throws SQLException {
    StringBuilder create = new StringBuilder("CREATE TABLE t (rownum INTEGER");
    StringBuilder insert = new StringBuilder("INSERT INTO t VALUES ");
    for (int column = 0; column < rows.columns(); column++) {
      create.append(", ").append(rows.field(column).getName());
      create.append(' ').append(rows.type(column).sql);
    }
    for (int row = 0; row < ROWS; row++) {
      insert.append(row == 0 ? "(" : ", (").append(row);
      for (int column = 0; column < rows.columns(); column++) {
        Object value = rows.type(column).value(random);
        insert.append(", ").append(rows.type(column).literal(value));
        rows.put(column, row, value);
      }
      insert.append(')');
    }
    try (Statement statement = engine.createStatement()) {
      // its rewriting of UBIGINT sums fails with an internal error
      statement.execute("PRAGMA disable_optimizer");
      statement.execute(create.append(')').toString());
      statement.execute(insert.toString());
    }
  }

  private static void compare(
      long seed, Random random, SampleRows rows, BufferAllocator allocator, Connection engine)
      throws SQLException {
    List<String> wrong = new ArrayList<>();
    int compared = 0;
    int unsupported = 0;
    for (int i = 0; i < PREDICATES; i++) {
      FilterSample sample = new FilterSample(random, rows.types());
      String sql = sample.condition();
      String what = "seed " + seed + ", predicate " + i + ": " + sql;
      List<Integer> expected = select(engine, sql);
      if (expected == null) {
        continue; // DuckDB itself fails: a number out of range
      }
      try {
        FilterSet filters = FilterSet.parse(sample.payload(allocator), rows.schema(), allocator);
        List<Integer> kept = rows.kept(filters);
        if (!kept.equals(expected)) {
          wrong.add(what + " keeps " + kept + ", not " + expected);
        }
        compared++;
      } catch (VgiException failure) {
        if (failure.kind() != VgiException.Kind.UNSUPPORTED) {
          wrong.add(what + " fails: " + failure.getMessage());
        }
        unsupported++;
      }
    }
    assertThat(wrong).as("seed " + seed).isEmpty();
    assertThat(compared).as("predicates compared").isGreaterThan(PREDICATES * 3 / 4);
    assertThat(unsupported).as("predicates not supported").isLessThan(PREDICATES / 20);
  }

  private static @Nullable List<Integer> select(Connection engine, String condition)
      throws SQLException {
    List<Integer> rows = new ArrayList<>();
    try (Statement statement = engine.createStatement();
        ResultSet result =
            statement.executeQuery("SELECT rownum FROM t WHERE " + condition + " ORDER BY 1")) {
      while (result.next()) {
        rows.add(result.getInt(1));
      }
      return rows;
    } catch (SQLException failure) {
      String message = failure.getMessage();
      if (message.contains("Conversion Error") || message.contains("Out of Range")) {
        return null;
      }
      throw new SQLException(condition, failure);
    }
  }
}
