package io.vgi.internal.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.internal.filter.FilterSet;
import io.vgi.pushdown.Filter;
import io.vgi.pushdown.SqlCondition;
import io.vgi.pushdown.SqlDialect;
import io.vgi.rpc.VgiException;
import io.vgi.type.SqlType;
import io.vgi.type.ValueCodec;
import java.sql.Connection;
import java.sql.PreparedStatement;
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

/** What a dialect says of random filters keeps, in that system, the rows that the filters keep. */
public abstract class FilterSqlContract {
  private static final int ROWS = 70;
  private static final int PREDICATES = 1_000;

  private final SqlDialect dialect;
  private final int leastExact;

  /** Wants so many of a thousand filters to be said exactly. */
  protected FilterSqlContract(SqlDialect dialect, int leastExact) {
    this.dialect = dialect;
    this.leastExact = leastExact;
  }

  /** A connection to a database without tables. */
  protected abstract Connection connect() throws SQLException;

  /** The system's type for one of the two columns of {@code type}; null when it has none. */
  protected abstract @Nullable String column(SampleType type, boolean first);

  /** The value as a table of the system can hold it. */
  protected abstract @Nullable Object stored(SampleType type, @Nullable Object value);

  /** How SQL writes the value, null for a parameter. */
  protected @Nullable String literal(SampleType type, @Nullable Object value) {
    return null;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void keepsTheRowsThatTheFilterKeeps(long seed) throws SQLException {
    Random random = new Random(seed);
    try (BufferAllocator allocator = new RootAllocator();
        SampleRows rows = new SampleRows(allocator, ROWS);
        Connection engine = connect()) {
      fill(random, rows, engine);
      compare(seed, random, rows, allocator, engine);
    }
  }

  private void fill(Random random, SampleRows rows, Connection engine) throws SQLException {
    StringBuilder create = new StringBuilder("CREATE TABLE t (rownum INTEGER");
    for (int i = 0; i < rows.columns(); i++) {
      String type = column(rows.type(i), i % 2 == 0);
      if (type != null) {
        create.append(", ").append(rows.field(i).getName()).append(' ').append(type);
      }
    }
    try (Statement statement = engine.createStatement()) {
      statement.execute(create.append(')').toString());
    }
    for (int row = 0; row < ROWS; row++) {
      insert(random, row, rows, engine);
    }
  }

  private void insert(Random random, int row, SampleRows rows, Connection engine)
      throws SQLException {
    StringBuilder insert = new StringBuilder("INSERT INTO t VALUES (" + row);
    List<@Nullable Object> parameters = new ArrayList<>();
    for (int i = 0; i < rows.columns(); i++) {
      SampleType type = rows.type(i);
      Object value = stored(type, type.value(random));
      rows.put(i, row, value);
      if (column(type, i % 2 == 0) != null) {
        String literal = literal(type, value);
        insert.append(", ").append(literal == null ? "?" : literal);
        if (literal == null) {
          parameters.add(
              value == null
                  ? null
                  : ValueCodec.natural(SqlType.of(rows.field(i))).get(rows.vector(i), row));
        }
      }
    }
    try (PreparedStatement statement = engine.prepareStatement(insert.append(')').toString())) {
      for (int i = 0; i < parameters.size(); i++) {
        statement.setObject(i + 1, parameters.get(i));
      }
      statement.execute();
    }
  }

  private void compare(
      long seed, Random random, SampleRows rows, BufferAllocator allocator, Connection engine)
      throws SQLException {
    List<String> wrong = new ArrayList<>();
    int exact = 0;
    int narrowed = 0;
    for (int i = 0; i < PREDICATES; i++) {
      FilterSample sample = new FilterSample(random, rows.types());
      sample.condition();
      byte[] payload = sample.payload(allocator);
      List<Integer> expected;
      Filter filter;
      try {
        FilterSet filters = FilterSet.parse(payload, rows.schema(), allocator);
        filter = filters.all();
        expected = rows.kept(filters);
      } catch (VgiException refused) {
        continue; // not supported, or out of range
      }
      SqlCondition said = filter.toSql(dialect);
      List<Integer> kept = select(engine, said);
      String what =
          "seed " + seed + ", predicate " + i + ": " + filter + " as " + said + " keeps " + kept;
      if (!kept.containsAll(expected) || (said.isExact() && !kept.equals(expected))) {
        wrong.add(what + ", not " + expected);
      }
      exact += said.isExact() ? 1 : 0;
      narrowed += !said.isExact() && kept.size() < ROWS ? 1 : 0;
    }
    assertThat(wrong).as("seed " + seed).isEmpty();
    assertThat(exact).as("filters said exactly").isGreaterThan(leastExact);
    assertThat(narrowed).as("filters said in part").isGreaterThan(10);
  }

  private static List<Integer> select(Connection engine, SqlCondition condition)
      throws SQLException {
    String sql = "SELECT rownum FROM t WHERE " + condition.text() + " ORDER BY 1";
    List<Integer> rows = new ArrayList<>();
    try (PreparedStatement statement = engine.prepareStatement(sql)) {
      for (int i = 0; i < condition.parameters().size(); i++) {
        statement.setObject(i + 1, condition.parameters().get(i));
      }
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          rows.add(result.getInt(1));
        }
      }
      return rows;
    } catch (SQLException failure) {
      throw new SQLException(condition.toString(), failure);
    }
  }
}
