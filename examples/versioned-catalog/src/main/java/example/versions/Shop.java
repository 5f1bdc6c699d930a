package example.versions;

import io.vgi.Worker;
import io.vgi.catalog.Catalog;
import io.vgi.catalog.CatalogChoice;
import io.vgi.catalog.Release;
import io.vgi.catalog.Table;
import io.vgi.function.TableFunction;
import io.vgi.pushdown.AsOf;
import io.vgi.rpc.VgiException;
import io.vgi.type.ColumnSpec;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A catalog in two releases; in the second one a table keeps its history. */
public final class Shop {
  private Shop() {}

  /** Prices as the first release had them. */
  record Cents(String item, int cents) {}

  /** Prices of today. */
  record Price(String item, @ColumnSpec(type = "DECIMAL(10,2)") BigDecimal price) {}

  /** A version of the prices. */
  record PriceList(LocalDate since, List<Price> prices) {}

  private static final List<PriceList> HISTORY =
      List.of(
          new PriceList(LocalDate.of(2024, 1, 1), List.of(price("tea", "2.50"))),
          new PriceList(
              LocalDate.of(2025, 1, 1), List.of(price("tea", "2.80"), price("milk", "1.10"))),
          new PriceList(LocalDate.of(2026, 1, 1), List.of(price("milk", "1.20"))));

  private static Price price(String item, String price) {
    return new Price(item, new BigDecimal(price));
  }

  /** The prices of AT (VERSION => 1 …), of AT (TIMESTAMP => …), or the newest ones. */
  private static Stream<Price> prices(@Nullable AsOf asOf) {
    if (asOf == null) {
      return HISTORY.get(HISTORY.size() - 1).prices.stream();
    }
    long version =
        asOf.unit() == AsOf.Unit.VERSION
            ? asOf.version()
            : HISTORY.stream().filter(list -> !list.since.isAfter(day(asOf))).count();
    if (version < 1 || version > HISTORY.size()) {
      throw VgiException.invalidArgument(
          "There are no prices of " + asOf.value() + ", only versions 1 to " + HISTORY.size());
    }
    return HISTORY.get((int) version - 1).prices.stream();
  }

  private static LocalDate day(AsOf asOf) {
    return asOf.timestamp().toLocalDate();
  }

  static CatalogChoice catalog() {
    Catalog first =
        Catalog.named("shop")
            .table(Table.ofRows("prices", Cents.class, List.of(new Cents("tea", 250))))
            .build();
    TableFunction<?> prices =
        TableFunction.rows("prices", Price.class, scan -> prices(scan.asOf()));
    Catalog second =
        Catalog.named("shop")
            .function(prices)
            .table(Table.named("prices").from(prices).timeTravel())
            .build();
    return CatalogChoice.named("shop")
        .release(Release.of("1.0.0").summary("Prices in cents"), first)
        .release(Release.of("2.0.0").summary("Decimal prices, and their history"), second)
        .build();
  }

  public static void main(String[] args) {
    Worker.of(catalog()).run(args);
  }
}
