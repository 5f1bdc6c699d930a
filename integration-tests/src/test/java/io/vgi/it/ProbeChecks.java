package io.vgi.it;

import io.vgi.Worker;
import io.vgi.catalog.Catalog;
import io.vgi.catalog.Table;
import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.NullHandling;
import io.vgi.function.Rows;
import io.vgi.function.ScalarFunction;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.function.TableInOutFunction;
import io.vgi.function.TableShape;
import io.vgi.param.Arg;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.ListVector;
import org.jspecify.annotations.Nullable;

/** A worker whose functions would lose values without a word. */
final class ProbeChecks {
  static final String CATALOG = "checks";

  private static final Column<BigIntVector> N = Column.bigint("n");
  private static final Column<VarCharVector> S = Column.varchar("s");
  private static final Column<ListVector> L = Column.list("l", SqlType.VARCHAR);
  private static final Column<BigIntVector> EXTRA = Column.bigint("extra");
  private static final Arg<String> HOW = Arg.varchar("how");

  private ProbeChecks() {}

  /** Serves the catalog {@code checks}. */
  public static void main(String[] args) {
    Worker.of(catalog()).run(args);
  }

  private static Catalog catalog() {
    return Catalog.named(CATALOG)
        .function(new Writes())
        .function(new Forwards())
        .function(new Scalar())
        .function(new Nulls())
        .function(new Steps())
        .function(new NoColumns())
        .function(new Travels())
        .function(new From(7))
        .table(Table.named("one").from(new From(0), 1L))
        .table(Table.named("hundred").from(new From(1000), 100L))
        .table(Table.named("ten").from(new From(0), 10L))
        .schema(
            "sick",
            sick ->
                sick.table(Table.named("healthy").from(new From(0), 42L))
                    .table(Table.named("broken").from(new Down()))
                    .table(Table.named("known").columns(N).from(new Down())))
        .build();
  }

  static void put(VarCharVector vector, int row, String text) {
    vector.setSafe(row, text.getBytes(StandardCharsets.UTF_8));
  }

  record Place(long row) {}

  private interface Once extends TableFunction<Place> {
    @Override
    default Place open(Scan scan) {
      return new Place(0);
    }

    @Override
    default @Nullable Place next(Scan scan, Place at, BatchWriter out) {
      write(scan, out);
      return null;
    }

    void write(Scan scan, BatchWriter out);
  }

  private record Writes(FunctionSpec spec) implements Once {
    Writes() {
      this(FunctionSpec.table("writes").args(HOW).returns(N, S, L).build());
    }

    @Override
    public void write(Scan scan, BatchWriter out) {
      switch (scan.get(HOW)) {
        case "forgotten" -> out.get(N).set(0, 1);
        case "forgotten text" -> put(out.get(S), 0, "a");
        case "taken" -> {
          out.get(N).setNull(0);
          out.get(S).getValueCount();
        }
        case "beyond" -> out.get(N).set(1_000_000, 1);
        case "text beyond" -> {
          VarCharVector text = out.get(S);
          for (int row = 0; row < 8192; row++) {
            text.set(row, "longer than Arrow expects".getBytes(StandardCharsets.UTF_8));
          }
        }
        case "order" -> {
          put(out.get(S), 9, "nine");
          put(out.get(S), 0, "zero");
          out.rows(10);
        }
        case "lists" -> {
          ListVector lists = out.get(L);
          lists.startNewValue(9);
          lists.endValue(9, 0);
          lists.startNewValue(0);
          lists.endValue(0, 0);
          out.rows(10);
        }
        case "in lists" -> {
          ListVector lists = out.get(L);
          VarCharVector texts = (VarCharVector) lists.getDataVector();
          lists.startNewValue(0);
          put(texts, 3, "d");
          put(texts, 0, "a");
          lists.endValue(0, 4);
          out.rows(1);
        }
        default -> {
          for (int row = 0; row < 3; row++) {
            put(out.get(S), row, "old");
            put(out.get(S), row, "row " + row);
          }
          out.get(N).setSafe(1_000_000, 0);
          out.get(N).set(1, 5);
          out.rows(3);
        }
      }
    }
  }

  private record Forwards(FunctionSpec spec) implements TableInOutFunction {
    Forwards() {
      this(FunctionSpec.tableInOut("forwards").args(HOW).tableInput().returns(N, EXTRA).build());
    }

    @Override
    public void apply(Scan scan, Rows in, BatchWriter out) {
      switch (scan.get(HOW)) {
        case "before" -> {
          extra(in, out);
          out.forward(in);
        }
        case "after" -> {
          out.forward(in);
          extra(in, out);
        }
        case "picked" -> {
          extra(in, out);
          out.forward(in, new int[] {2, 0}, 2);
        }
        case "bytes" -> {
          extra(in, out);
          out.forward(in.toBytes());
        }
        case "over" -> {
          out.get(N).set(0, 5);
          out.forward(in);
        }
        case "twice" -> {
          out.forward(in);
          out.forward(in.toBytes());
        }
        default -> {
          out.forward(in);
          out.rows(in.count() + 1);
        }
      }
    }

    private static void extra(Rows in, BatchWriter out) {
      for (int row = 0; row < in.count(); row++) {
        out.get(EXTRA).setSafe(row, 100 + row);
      }
    }
  }

  private record Scalar(FunctionSpec spec) implements ScalarFunction<VarCharVector> {
    Scalar() {
      this(FunctionSpec.scalar("scalar").columns(N).args(HOW).returns(SqlType.VARCHAR).build());
    }

    @Override
    public void eval(Call call, Rows in, VarCharVector out) {
      switch (call.get(Arg.varchar("how"))) {
        case "order" -> {
          for (int row = in.count() - 1; row >= 0; row--) {
            put(out, row, "x");
          }
        }
        case "beyond" -> out.set(0, new byte[10_000_000]);
        case "type" -> in.get(Column.integer("n"));
        case "name" -> in.get(Column.bigint("m"));
        case "java" -> call.get(Arg.of("how", SqlType.VARCHAR, Object.class));
        default -> {
          BigIntVector n = in.get(Column.bigint("n").doc("The same, declared again"));
          in.forEachRow(row -> put(out, row, "n" + n.get(row)));
        }
      }
    }
  }

  private record Nulls(FunctionSpec spec) implements ScalarFunction<BigIntVector> {
    Nulls() {
      this(
          FunctionSpec.scalar("nulls")
              .columns(N)
              .nulls(NullHandling.SPECIAL)
              .returns(SqlType.BIGINT)
              .build());
    }

    @Override
    public void eval(Call call, Rows in, BigIntVector out) {
      BigIntVector n = in.get(N);
      in.forEachRow(row -> out.set(row, n.isNull(row) ? -1 : n.get(row)));
    }
  }

  private record Steps(FunctionSpec spec) implements Once {
    private static final Arg<Long> BY = Arg.bigint("Increment").named().orElse(1L);

    Steps() {
      this(FunctionSpec.table("steps").args(BY).returns(N).build());
    }

    @Override
    public void write(Scan scan, BatchWriter out) {
      out.get(N).set(0, scan.get(BY));
      out.rows(1);
    }
  }

  private record NoColumns(FunctionSpec spec) implements Once {
    NoColumns() {
      this(FunctionSpec.table("no_columns").build());
    }

    @Override
    public TableShape bind(Bind bind) {
      return TableShape.of();
    }

    @Override
    public void write(Scan scan, BatchWriter out) {}
  }

  /** Each instance counts from another number. */
  private record From(FunctionSpec spec, long offset) implements Once {
    private static final Arg<Long> START = Arg.bigint("start");

    From(long offset) {
      this(FunctionSpec.table("from_start").args(START).returns(N).build(), offset);
    }

    @Override
    public void write(Scan scan, BatchWriter out) {
      for (int row = 0; row < 3; row++) {
        out.get(N).set(row, offset + scan.get(START) + row);
      }
      out.rows(3);
    }
  }

  private record Down(FunctionSpec spec) implements Once {
    Down() {
      this(FunctionSpec.table("down").build());
    }

    @Override
    public TableShape bind(Bind bind) throws IOException {
      throw new IOException("The source is down");
    }

    @Override
    public void write(Scan scan, BatchWriter out) {}
  }

  private sealed interface Stage permits Begun, Running {}

  private enum Begun implements Stage {
    YES
  }

  private record Running(BigDecimal sum, @Nullable Stage before) implements Stage {}

  private record Journey(
      int turn, Instant since, UUID last, List<LocalDate> days, float half, Stage stage) {}

  /** Fifty batches, with all that it knows in its cursor. */
  private record Travels(FunctionSpec spec) implements TableFunction<Journey> {
    Travels() {
      this(FunctionSpec.table("travels").returns(N, S).build());
    }

    @Override
    public Journey open(Scan scan) {
      return new Journey(
          0, Instant.EPOCH, new UUID(0, 0), List.of(LocalDate.EPOCH), 0.5f, Begun.YES);
    }

    @Override
    public @Nullable Journey next(Scan scan, Journey at, BatchWriter out) {
      if (at.turn() == 50) {
        return null;
      }
      out.get(N).set(0, at.turn());
      put(out.get(S), 0, at.since() + " " + at.last() + " " + at.days() + " " + (long) at.half());
      out.rows(1);
      return new Journey(
          at.turn() + 1,
          at.since().plusNanos(1),
          new UUID(at.last().getMostSignificantBits() - 1, at.turn()),
          List.of(at.days().get(0).plusDays(1)),
          at.half() * 2,
          new Running(BigDecimal.valueOf(at.turn(), 2), at.turn() % 7 == 0 ? null : at.stage()));
    }
  }
}
