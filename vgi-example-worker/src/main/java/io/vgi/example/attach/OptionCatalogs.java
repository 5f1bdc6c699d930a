package io.vgi.example.attach;

import io.vgi.catalog.Catalog;
import io.vgi.function.BatchWriter;
import io.vgi.function.FunctionSpec;
import io.vgi.function.RowWriter;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.param.AttachOption;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/** Catalogs that take options when they are attached. */
public final class OptionCatalogs {
  private static final LocalDateTime STAMP = LocalDateTime.parse("2026-04-24T12:34:56");

  /** An option of each type, all with a default. */
  static final List<AttachOption<?>> ALL =
      List.of(
          AttachOption.bool("opt_bool").doc("Boolean option").orElse(true),
          AttachOption.tinyint("opt_int8").doc("int8").orElse(-8),
          AttachOption.smallint("opt_int16").doc("int16").orElse(-16),
          AttachOption.integer("opt_int32").doc("int32").orElse(-32),
          AttachOption.bigint("opt_int64").doc("int64").orElse(-64L),
          AttachOption.utinyint("opt_uint8").doc("uint8").orElse(8),
          AttachOption.usmallint("opt_uint16").doc("uint16").orElse(16),
          AttachOption.uinteger("opt_uint32").doc("uint32").orElse(32L),
          AttachOption.ubigint("opt_uint64").doc("uint64").orElse(BigInteger.valueOf(64)),
          AttachOption.float4("opt_float32").doc("float32").orElse(1.5),
          AttachOption.float8("opt_float64").doc("float64").orElse(2.5),
          AttachOption.varchar("opt_string").doc("UTF-8 string").orElse("hello"),
          AttachOption.blob("opt_blob").doc("Binary blob").orElse(new byte[] {0, 1, 2}),
          AttachOption.date("opt_date").doc("Date").orElse(LocalDate.parse("2026-04-24")),
          AttachOption.time("opt_time").doc("Time of day").orElse(LocalTime.parse("12:34:56")),
          AttachOption.timestamp("opt_timestamp").doc("Naive timestamp").orElse(STAMP),
          AttachOption.timestamptz("opt_timestamp_tz")
              .doc("Timestamp with UTC tz")
              .orElse(STAMP.toInstant(ZoneOffset.UTC)),
          AttachOption.decimal("opt_decimal", 18, 4)
              .doc("Decimal(18,4)")
              .orElse(new BigDecimal("123.4500")),
          AttachOption.list("opt_list", SqlType.BIGINT)
              .doc("List of int64")
              .orElse(List.of(1L, 2L, 3L)),
          AttachOption.struct("opt_struct", Column.bigint("a"), Column.varchar("b"))
              .doc("Struct")
              .orElse(Map.of("a", 1L, "b", "x")));

  private OptionCatalogs() {}

  /** The catalog {@code attach_options}. */
  public static Catalog optional() {
    Catalog.Builder catalog = Catalog.named("attach_options");
    ALL.forEach(catalog::attachOption);
    return catalog.function(echo(ALL)).build();
  }

  /** The catalog {@code attach_options_required}. */
  public static Catalog required() {
    AttachOption<String> key = AttachOption.varchar("api_key").doc("API key").required().secret();
    AttachOption<String> region = AttachOption.varchar("region").doc("Region").orElse("us-east-1");
    return Catalog.named("attach_options_required")
        .attachOption(key)
        .attachOption(region)
        .function(echo(List.of(key, region)))
        .build();
  }

  /** One row of the options that the catalog was attached with. */
  private static TableFunction<?> echo(List<AttachOption<?>> options) {
    return TableFunction.range(
        FunctionSpec.table("echo_attach_options")
            .returns(
                options.stream()
                    .map(option -> Column.of(option.name(), option.type()))
                    .toArray(Column<?>[]::new))
            .doc("Echo the attach-time option values carried in attach_opaque_data")
            .categories("generator", "testing")
            .build(),
        1,
        new TableFunction.RangeKernel() {
          @Override
          public void write(Scan scan, long first, int rows, BatchWriter out) {
            RowWriter row = out.row();
            for (int i = 0; i < options.size(); i++) {
              row.set(i, scan.find(options.get(i)));
            }
          }
        });
  }
}
