package io.vgi.benchmarks;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Locale;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBReadableVector;
import org.duckdb.DuckDBScalarFunction;
import org.duckdb.DuckDBTableFunction;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBTableFunctionCallInfo;
import org.duckdb.DuckDBTableFunctionInitInfo;
import org.duckdb.DuckDBWritableVector;

/**
 * Functions of the example catalog as DuckDB's JDBC driver has them: whole vectors, in its process.
 * It has no aggregates and no functions of tables.
 */
final class JavaFunctions {
  private JavaFunctions() {}

  /** Makes {@code multiply}, {@code upper_case} and {@code sequence} known. */
  static void register(Connection connection) throws SQLException {
    scalar(connection, "multiply", DuckDBColumnType.BIGINT, 2, JavaFunctions::multiply);
    scalar(connection, "upper_case", DuckDBColumnType.VARCHAR, 1, JavaFunctions::upperCase);
    DuckDBFunctions.tableFunction()
        .withName("sequence")
        .withParameter(DuckDBColumnType.BIGINT)
        .withFunction(new Sequence())
        .register(connection);
  }

  private static void scalar(
      Connection connection,
      String name,
      DuckDBColumnType type,
      int parameters,
      DuckDBScalarFunction function)
      throws SQLException {
    DuckDBColumnType[] types = new DuckDBColumnType[parameters];
    Arrays.fill(types, type);
    DuckDBFunctions.scalarFunction()
        .withName(name)
        .withParameters(types)
        .withReturnType(type)
        .withVectorizedFunction(function)
        .register(connection);
  }

  private static void multiply(DuckDBDataChunkReader in, DuckDBWritableVector out) {
    DuckDBReadableVector left = in.vector(0);
    DuckDBReadableVector right = in.vector(1);
    long rows = in.rowCount();
    for (long row = 0; row < rows; row++) {
      if (left.isNull(row) || right.isNull(row)) {
        out.setNull(row);
      } else {
        out.setLong(row, Math.multiplyExact(left.getLong(row), right.getLong(row)));
      }
    }
  }

  private static void upperCase(DuckDBDataChunkReader in, DuckDBWritableVector out) {
    DuckDBReadableVector text = in.vector(0);
    long rows = in.rowCount();
    for (long row = 0; row < rows; row++) {
      if (text.isNull(row)) {
        out.setNull(row);
      } else {
        out.setString(row, text.getString(row).toUpperCase(Locale.ROOT));
      }
    }
  }

  /** The numbers from zero. */
  private static final class Sequence implements DuckDBTableFunction<Long, long[], Object> {
    @Override
    public Long bind(DuckDBTableFunctionBindInfo info) {
      info.addResultColumn("n", DuckDBColumnType.BIGINT);
      return info.getParameter(0).getLong();
    }

    @Override
    public long[] init(DuckDBTableFunctionInitInfo info) {
      info.setMaxThreads(1);
      return new long[1];
    }

    @Override
    public long apply(DuckDBTableFunctionCallInfo info, DuckDBDataChunkWriter out) {
      long count = info.<Long>getBindData();
      long[] next = info.getInitData();
      long rows = Math.min(out.capacity(), count - next[0]);
      DuckDBWritableVector numbers = out.vector(0);
      for (long row = 0; row < rows; row++) {
        numbers.setLong(row, next[0] + row);
      }
      next[0] += rows;
      return rows;
    }
  }
}
