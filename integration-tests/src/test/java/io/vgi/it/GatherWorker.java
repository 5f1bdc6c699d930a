package io.vgi.it;

import io.vgi.Worker;
import io.vgi.catalog.Catalog;
import io.vgi.catalog.Table;
import io.vgi.function.BatchWriter;
import io.vgi.function.BufferingFunction;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.ScalarFunction;
import io.vgi.function.Scan;
import io.vgi.function.Sink;
import io.vgi.function.Source;
import io.vgi.function.TableFunction;
import io.vgi.function.TableInOutFunction;
import io.vgi.param.Arg;
import io.vgi.param.WorkerOption;
import io.vgi.state.StateCodec;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/** A worker that makes batches of rows of several, and that has options of its own. */
public final class GatherWorker {
  static final String CATALOG = "gather";

  private static final WorkerOption<String> GREETING =
      WorkerOption.varchar("greeting").orElse("Hello").doc("what greet() says");
  private static final Column<BigIntVector> N = Column.bigint("n");
  private static final Column<VarCharVector> S = Column.varchar("s");
  private static final Column<BigIntVector> EXTRA = Column.bigint("extra");
  private static final Arg<String> HOW = Arg.varchar("how");

  private GatherWorker() {}

  /** Serves the catalog {@code gather}. */
  public static void main(String[] args) {
    Worker.of(
            options ->
                Catalog.named(CATALOG)
                    .function(new EveryOther())
                    .function(new Appends())
                    .function(new Documented())
                    .table(Table.named("documented").from(new Documented()).comment("c", "mine"))
                    .function(
                        ScalarFunction.strings(
                            "greet", name -> options.get(GREETING) + ", " + name))
                    .build())
        .option(GREETING)
        .version("7.8")
        .run(args);
  }

  record Place(long position) {}

  record Nothing() {}

  /** Of every kept batch the rows with even numbers, all in batches of its own. */
  private record EveryOther(FunctionSpec spec) implements BufferingFunction<Nothing, Place> {
    private static final Arg<Long> MOST = Arg.bigint("most");

    EveryOther() {
      this(FunctionSpec.buffering("every_other").args(MOST).tableInput().build());
    }

    @Override
    public Nothing newState() {
      return new Nothing();
    }

    @Override
    public void sink(Sink sink, Nothing part, Rows in) {
      sink.keep(in);
    }

    @Override
    public Nothing merge(Call call, Nothing left, Nothing right) {
      return left;
    }

    @Override
    public List<Place> open(Source source, Nothing all) {
      return List.of(new Place(Source.Kept.START));
    }

    @Override
    public @Nullable Place next(Source source, Nothing all, Place at, BatchWriter out)
        throws Exception {
      long position = at.position();
      int[] written = {-1};
      while (position != Source.Kept.END && written[0] < source.get(MOST)) {
        position =
            source
                .kept()
                .visit(
                    position,
                    rows -> {
                      for (int row = 0; row < rows.count(); row += 2) {
                        written[0] = out.append(rows, row);
                      }
                    });
      }
      return position == Source.Kept.END ? null : new Place(position);
    }

    @Override
    public StateCodec<Nothing> stateCodec() {
      return StateCodec.of((state, out) -> {}, in -> new Nothing());
    }
  }

  private record Appends(FunctionSpec spec) implements TableInOutFunction {
    Appends() {
      this(FunctionSpec.tableInOut("appends").args(HOW).tableInput().returns(N, S, EXTRA).build());
    }

    @Override
    public void apply(Scan scan, Rows in, BatchWriter out) {
      switch (scan.get(HOW)) {
        case "beyond" -> out.append(in, in.count());
        case "forwarded" -> {
          out.forward(in);
          out.append(in, 0);
        }
        case "forwards" -> {
          out.append(in, 0);
          out.forward(in);
        }
        case "uncounted" -> {
          out.get(N).set(0, 1);
          out.append(in, 0);
        }
        case "counted" -> {
          out.get(N).set(0, -1);
          out.get(S).setSafe(0, "own".getBytes(StandardCharsets.UTF_8));
          out.rows(1);
          int row = out.append(in, 0);
          out.get(EXTRA).set(row, row);
        }
        default -> {
          for (int row = in.count() - 1; row >= 0; row--) {
            int at = out.append(in, row);
            if (out.append(in, row) != at + 1) {
              throw new IllegalStateException("rows are numbered as they come");
            }
            out.get(EXTRA).setSafe(at, row);
          }
        }
      }
    }
  }

  private record Documented(FunctionSpec spec) implements TableFunction<Place> {
    Documented() {
      this(
          FunctionSpec.table("documented_rows")
              .returns(
                  Column.bigint("a").notNull().doc("The \"number\""),
                  Column.varchar("b").doc("Some text"),
                  Column.of("c", SqlType.DOUBLE, FieldVector.class).doc("not this").notNull(),
                  Column.bigint("d"))
              .build());
    }

    @Override
    public Place open(Scan scan) {
      return new Place(0);
    }

    @Override
    public @Nullable Place next(Scan scan, Place at, BatchWriter out) {
      out.rows(0);
      return null;
    }
  }
}
