package io.vgi.it;

import io.vgi.Worker;
import io.vgi.catalog.Catalog;
import io.vgi.catalog.CatalogChoice;
import io.vgi.catalog.Release;
import io.vgi.catalog.Table;
import io.vgi.catalog.View;
import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.ScalarFunction;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.function.TableShape;
import io.vgi.param.Arg;
import io.vgi.param.AttachOption;
import io.vgi.rpc.VgiException;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.nio.charset.StandardCharsets;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/** A worker whose catalog depends on the options of ATTACH and on the version asked for. */
public final class ChoiceWorker {
  static final String MARKET = "market";
  private static final AttachOption<String> REGION =
      AttachOption.varchar("region").doc("Where to buy").required();
  private static final AttachOption<Long> RATE =
      AttachOption.bigint("rate").doc("What a coin is worth").orElse(3L);
  private static final AttachOption<Long> PIN =
      AttachOption.of("pin", SqlType.DOUBLE, Long.class).doc("Opens the till").secret();

  private ChoiceWorker() {}

  /** Serves it. */
  public static void main(String[] args) {
    Worker.of(
            CatalogChoice.named(MARKET)
                .attachOption(REGION)
                .attachOption(RATE)
                .attachOption(PIN)
                .release(Release.of("1.0.0"))
                .release(Release.of("1.1.0").summary("Prices"))
                .choose(
                    attach ->
                        market(
                            attach.get(REGION),
                            String.valueOf(attach.dataVersion()),
                            attach.find(PIN) != null))
                .build())
        .run(args);
  }

  private static Catalog market(String region, String version, boolean open) {
    if (!region.equals("us") && !region.equals("eu")) {
      throw VgiException.invalidArgument("There is no region '" + region + "'; use us or eu");
    }
    Catalog.Builder catalog =
        Catalog.named(MARKET)
            .comment("Market " + region + " " + version)
            .attachOption(REGION)
            .attachOption(RATE)
            .attachOption(PIN)
            .function(new Coins())
            .table(Table.named("stalls").from(new Stalls(), 5L))
            .view(View.of("till", "SELECT " + open + " AS open"));
    return version.equals("1.0.0")
        ? catalog.build()
        : catalog.view(View.of("prices", "SELECT 5 AS price, '" + region + "' AS region")).build();
  }

  /** What an amount of coins is worth at the market's rate. */
  private static final class Coins implements ScalarFunction<VarCharVector> {
    private static final Column<BigIntVector> AMOUNT = Column.bigint("amount");

    @Override
    public FunctionSpec spec() {
      return FunctionSpec.scalar("coins").columns(AMOUNT).returns(SqlType.VARCHAR).build();
    }

    @Override
    public void eval(Call call, Rows in, VarCharVector out) {
      String region = call.get(REGION);
      long rate = call.get(RATE);
      BigIntVector amounts = in.get(AMOUNT);
      in.forEachRow(
          row -> {
            String worth = region + " " + amounts.get(row) * rate;
            out.setSafe(row, worth.getBytes(StandardCharsets.UTF_8));
          });
    }
  }

  /** One row with what it is given, in a column that is called by the region and the rate. */
  private static final class Stalls implements TableFunction<Stalls.Start> {
    private static final Arg<Object> THING = Arg.any("thing");

    record Start() {}

    @Override
    public FunctionSpec spec() {
      return FunctionSpec.table("stalls_scan").args(THING).build();
    }

    @Override
    public TableShape bind(Bind bind) {
      String name = bind.get(REGION) + bind.get(RATE);
      bind.attachState().update("binds", old -> new byte[] {1});
      return TableShape.of(Column.of(name, bind.types(THING).get(0)));
    }

    @Override
    public Start open(Scan scan) {
      return new Start();
    }

    @Override
    public @Nullable Start next(Scan scan, Start at, BatchWriter out) {
      ((BigIntVector) out.vector(0)).set(0, (Long) scan.get(THING));
      out.rows(1);
      return null;
    }
  }
}
