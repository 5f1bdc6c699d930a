package io.vgi.example.attach;

import io.vgi.catalog.Catalog;
import io.vgi.function.FunctionSpec;
import io.vgi.function.RowWriter;
import io.vgi.function.TableFunction;
import io.vgi.param.AttachOption;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.math.BigDecimal;
import java.time.LocalDateTime;
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
          option("opt_int8", "int8", SqlType.TINYINT, -8L),
          option("opt_int16", "int16", SqlType.SMALLINT, -16L),
          option("opt_int32", "int32", SqlType.INTEGER, -32L),
          AttachOption.bigint("opt_int64").doc("int64").orElse(-64L),
          option("opt_uint8", "uint8", SqlType.UTINYINT, 8L),
          option("opt_uint16", "uint16", SqlType.USMALLINT, 16L),
          option("opt_uint32", "uint32", SqlType.UINTEGER, 32L),
          option("opt_uint64", "uint64", SqlType.UBIGINT, 64L),
          option("opt_float32", "float32", SqlType.FLOAT, 1.5),
          AttachOption.float8("opt_float64").doc("float64").orElse(2.5),
          AttachOption.varchar("opt_string").doc("UTF-8 string").orElse("hello"),
          option("opt_blob", "Binary blob", SqlType.BLOB, new byte[] {0, 1, 2}),
          option("opt_date", "Date", SqlType.DATE, STAMP.toLocalDate()),
          option("opt_time", "Time of day", SqlType.TIME, STAMP.toLocalTime()),
          option("opt_timestamp", "Naive timestamp", SqlType.TIMESTAMP, STAMP),
          option(
              "opt_timestamp_tz",
              "Timestamp with UTC tz",
              SqlType.TIMESTAMPTZ,
              STAMP.toInstant(ZoneOffset.UTC)),
          option(
              "opt_decimal", "Decimal(18,4)", SqlType.decimal(18, 4), new BigDecimal("123.4500")),
          option("opt_list", "List of int64", SqlType.list(SqlType.BIGINT), List.of(1L, 2L, 3L)),
          option(
              "opt_struct",
              "Struct",
              SqlType.struct(Column.bigint("a"), Column.varchar("b")),
              Map.of("a", 1L, "b", "x")));

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

  private static AttachOption<Object> option(
      String name, String doc, SqlType type, Object fallback) {
    return AttachOption.of(name, type, Object.class).doc(doc).orElse(fallback);
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
        call -> 1,
        (scan, first, rows, out) -> {
          RowWriter row = out.row();
          for (int i = 0; i < options.size(); i++) {
            row.set(i, scan.find(options.get(i)));
          }
        });
  }
}
