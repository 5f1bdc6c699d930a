package io.vgi.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.catalog.Catalog;
import io.vgi.function.BatchWriter;
import io.vgi.function.CopyFrom;
import io.vgi.function.CopyFromFunction;
import io.vgi.function.CopyTo;
import io.vgi.function.CopyToFunction;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.param.Arg;
import io.vgi.type.Column;
import io.vgi.type.ValueColumn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.arrow.vector.BigIntVector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Formats without an engine: in one process and in several, on one thread and on eight. */
class CopyCallTest {
  private static final Arg<String> SEPARATOR = Arg.varchar("separator").orElse(",");
  private static final ValueColumn<BigIntVector, Long> N = Column.bigint("n");

  @TempDir private Path folder;
  private final List<String> told = new CopyOnWriteArrayList<>();

  /** A row of the table. */
  record Row(long n, @Nullable String s) {}

  private Catalog catalog() {
    return Catalog.named("c")
        .copyFrom(
            CopyFromFunction.rows(
                FunctionSpec.copyFrom("lines").args(SEPARATOR, CopyFromFunction.ON_ERROR).build(),
                this::lines))
        .copyFrom(new Count())
        .copyTo(
            CopyToFunction.file(
                FunctionSpec.copyTo("out")
                    .ordered()
                    .args(SEPARATOR)
                    .args(CopyToFunction.ON_EXISTS)
                    .build(),
                (call, in, out) -> {
                  for (int row = 0; row < in.count(); row++) {
                    String line =
                        in.value(in.columns().get(0), row, Object.class)
                            + call.get(SEPARATOR)
                            + in.value(in.columns().get(1), row, Object.class)
                            + "\n";
                    out.write(line.getBytes(StandardCharsets.UTF_8));
                  }
                }))
        .copyTo(new Sum())
        .build();
  }

  @SuppressWarnings("StreamResourceLeak") // the SDK closes it
  private Stream<String[]> lines(CopyFrom call) throws IOException {
    return Files.lines(Path.of(call.path()))
        .onClose(() -> told.add("closed"))
        .map(line -> line.split(call.get(SEPARATOR), -1));
  }

  /** Gives as many rows as the path says, from a cursor that travels. */
  private static final class Count implements CopyFromFunction<Count.At> {
    record At(long n) {}

    @Override
    public FunctionSpec spec() {
      return FunctionSpec.copyFrom("count").returns(N).build();
    }

    @Override
    public At open(CopyFrom call) {
      return new At(0);
    }

    @Override
    public @Nullable At next(CopyFrom call, At at, BatchWriter out) {
      long end = Math.min(at.n() + 10, Long.parseLong(call.path()));
      for (long n = at.n(); n < end; n++) {
        out.row().set(N, n);
      }
      return end == Long.parseLong(call.path()) ? null : new At(end);
    }
  }

  /** Tells the sum of what it is given, and what becomes of it. */
  private final class Sum implements CopyToFunction<long[]> {
    @Override
    public FunctionSpec spec() {
      return FunctionSpec.copyTo("sum").build();
    }

    @Override
    public long[] newState() {
      return new long[1];
    }

    @Override
    public void write(CopyTo call, long[] part, Rows in) {
      for (int row = 0; row < in.count(); row++) {
        Long n = in.value(N, row);
        part[0] += n == null ? 0 : n;
      }
      if (call.path().equals("write fails") && part[0] > 1000) {
        throw new IllegalStateException("on purpose");
      }
    }

    @Override
    public long[] merge(CopyTo call, long[] left, long[] right) {
      left[0] += right[0];
      return left;
    }

    @Override
    public void finish(CopyTo call, long[] all) {
      if (call.path().equals("finish fails")) {
        throw new IllegalStateException("on purpose");
      }
      told.add("sum " + all[0]);
    }

    @Override
    public void abort(CopyTo call) {
      told.add("aborted");
    }
  }

  private static List<Map<String, Object>> numbers(int count) {
    return IntStream.range(0, count).mapToObj(i -> Map.<String, Object>of("n", (long) i)).toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2047, 2048, 2049, 10_000})
  void rowsAreWrittenAndReadAgain(int count) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(new Row(i, "text " + i));
    }
    String path = folder.resolve("file").toString();
    try (LocalWorker worker = LocalWorker.of(catalog()).processes(3)) {
      worker
          .copyTo("out", path)
          .option("separator", ";")
          .columns(N, Column.varchar("s"))
          .threads(8)
          .write(rows);
      assertThat(worker.copyFrom("lines", path).option("separator", ";").rows(Row.class))
          .isEqualTo(rows);
      assertThat(told).containsExactly("closed");
    }
  }

  @Test
  void aRowThatCannotBeReadIsNamedOrSkipped() throws Exception {
    Path file = folder.resolve("file");
    Files.writeString(file, "1,a\nx,b\n3,c,d\n9223372036854775808,e\n5,f\n");
    try (LocalWorker worker = LocalWorker.of(catalog())) {
      assertThatThrownBy(() -> worker.copyFrom("lines", file.toString()).rows(Row.class))
          .isInstanceOf(QueryException.class)
          .hasMessageContaining("Row 2 has the wrong value for column 'n': 'x' is no BIGINT");
      assertThat(
              worker.copyFrom("lines", file.toString()).option("on_error", "skip").rows(Row.class))
          .containsExactly(new Row(1, "a"), new Row(5, "f"));
      Files.writeString(file, "1,a\n2\n");
      assertThatThrownBy(() -> worker.copyFrom("lines", file.toString()).rows(Row.class))
          .hasMessageContaining("Row 2 has 1 fields, expected 2");
      assertThatThrownBy(() -> worker.copyFrom("lines", file + "2").rows(Row.class))
          .hasMessageContaining("file2' does not exist");
      assertThatThrownBy(() -> worker.copyFrom("lines", folder.toString()).rows(Row.class))
          .hasMessageContaining("'" + folder + "' is a directory; name a file in it");
      Files.writeString(file, "[1]\n");
      assertThatThrownBy(
              () ->
                  worker
                      .copyFrom("lines", file.toString())
                      .into(Column.list("l", io.vgi.type.SqlType.INTEGER))
                      .rows())
          .hasMessageContaining("is not read from text");
    }
  }

  @Test
  void aCursorTravelsAndColumnsThatAreDeclaredMustFit() {
    try (LocalWorker worker = LocalWorker.of(catalog()).processes(2).resumedEveryTurn()) {
      assertThat(worker.copyFrom("count", "35").into(N).rows()).isEqualTo(numbers(35));
      assertThatThrownBy(() -> worker.copyFrom("count", "1").into(Column.integer("n")).rows())
          .hasMessageContaining(
              "COPY FROM format 'count' gives (n BIGINT), but the columns to fill are (n INTEGER)");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5000})
  void partsAreMergedAndPublishedOnce(int count) {
    try (LocalWorker worker = LocalWorker.of(catalog()).processes(3)) {
      worker.copyTo("sum", "here").columns(N).threads(4).batchSize(100).write(numbers(count));
    }
    assertThat(told).containsExactly("sum " + (long) count * (count - 1) / 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"write fails", "finish fails"})
  void aFailureIsToldOnce(String path) {
    try (LocalWorker worker = LocalWorker.of(catalog()).processes(3)) {
      assertThatThrownBy(
              () -> worker.copyTo("sum", path).columns(N).batchSize(100).write(numbers(5000)))
          .hasMessageContaining("on purpose");
    }
    assertThat(told).containsExactly("aborted");
  }

  @Test
  void aFileThatMustBeNewIs() {
    String path = folder.resolve("file").toString();
    try (LocalWorker worker = LocalWorker.of(catalog())) {
      List<Row> rows = List.of(new Row(1, "a"));
      worker.copyTo("out", path).option("on_exists", "error").write(rows);
      assertThatThrownBy(() -> worker.copyTo("out", path).option("on_exists", "error").write(rows))
          .hasMessageContaining("already exists; remove it or write to another path");
      // what DuckDB has written instead of a file that came up since the statement was bound
      String instead = folder.resolve("tmp_file").toString();
      assertThatThrownBy(
              () -> worker.copyTo("out", instead).option("on_exists", "error").write(rows))
          .hasMessageContaining("/file' already exists; remove it or write to another path");
      worker.copyTo("out", instead).write(rows);
      worker.copyTo("out", path).write(rows);
      assertThatThrownBy(() -> worker.copyTo("out", path + "/none/").write(rows))
          .hasMessageContaining("does not exist");
      assertThatThrownBy(() -> worker.copyTo("out", folder + "/none/").write(rows))
          .hasMessageContaining("The directory '" + folder + "/none/' does not exist");
    }
  }

  @Test
  void wrongDeclarationsAreNamed() {
    FunctionSpec spec = FunctionSpec.copyFrom("twice").build();
    CopyFromFunction<?> reader = CopyFromFunction.rows(spec, call -> Stream.empty());
    assertThatThrownBy(
            () -> Catalog.named("c").copyFrom(reader).copyFrom(reader).function(reader).build())
        .hasMessageContaining("two COPY formats are called 'twice'")
        .hasMessageContaining("give it to the catalog with copyFrom(…)");
    try (LocalWorker worker = LocalWorker.of(catalog())) {
      assertThatThrownBy(() -> worker.copyFrom("out", "path").into(N).rows())
          .hasMessageContaining("no format 'out' to copy from; it has [lines, count]");
    }
  }
}
