package io.vgi.it;

import io.vgi.catalog.Catalog;
import io.vgi.function.BatchWriter;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.IntervalMonthDayNanoVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt2Vector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.complex.UnionVector;
import org.jspecify.annotations.Nullable;

/** Table functions that give every type: row 0 holds a value, row 1 NULL, row 2 an extreme. */
final class ProbeGivers {
  private ProbeGivers() {}

  static void addTo(Catalog.Builder probe) {
    probe.function(new Giver("give_plain", plain()));
    probe.function(new Giver("give_nested", nested()));
    probe.function(new Enums());
  }

  /** Writes one value. */
  @FunctionalInterface
  private interface Write<V extends FieldVector> {
    void at(V vector, int row);
  }

  private record Given<V extends FieldVector>(Column<V> column, Write<V> value, Write<V> extreme) {
    void write(BatchWriter out) {
      V vector = out.get(column);
      value.at(vector, 0);
      // row 1 is NULL as it comes
      extreme.at(vector, 2);
    }
  }

  private static List<Given<?>> plain() {
    List<Given<?>> all = new ArrayList<>();
    all.add(of("BOOLEAN", SqlType.BOOLEAN, BitVector.class, (v, r) -> v.set(r, r == 0 ? 1 : 0)));
    all.add(of("TINYINT", SqlType.TINYINT, TinyIntVector.class, (v, r) -> v.set(r, -128 + r)));
    all.add(of("SMALLINT", SqlType.SMALLINT, SmallIntVector.class, (v, r) -> v.set(r, 32765 + r)));
    all.add(of("INTEGER", SqlType.INTEGER, IntVector.class, (v, r) -> v.set(r, -1 - r)));
    all.add(
        of("BIGINT", SqlType.BIGINT, BigIntVector.class, (v, r) -> v.set(r, Long.MIN_VALUE + r)));
    all.add(of("UTINYINT", SqlType.UTINYINT, UInt1Vector.class, (v, r) -> v.set(r, 253 + r)));
    all.add(of("USMALLINT", SqlType.USMALLINT, UInt2Vector.class, (v, r) -> v.set(r, 65533 + r)));
    all.add(of("UINTEGER", SqlType.UINTEGER, UInt4Vector.class, (v, r) -> v.set(r, -3 + r)));
    all.add(of("UBIGINT", SqlType.UBIGINT, UInt8Vector.class, (v, r) -> v.set(r, -3L + r)));
    all.add(huge("HUGEINT", SqlType.HUGEINT, 0x80));
    all.add(huge("UHUGEINT", SqlType.UHUGEINT, 0xff));
    all.add(
        of(
            "DECIMAL(38,10)",
            SqlType.decimal(38, 10),
            DecimalVector.class,
            (v, r) -> v.set(r, new BigDecimal("-1234567890123456789012345678.0123456789"))));
    all.add(
        of(
            "FLOAT",
            SqlType.FLOAT,
            Float4Vector.class,
            (v, r) -> v.set(r, r == 0 ? -0.0f : Float.NaN)));
    all.add(
        of(
            "DOUBLE",
            SqlType.DOUBLE,
            Float8Vector.class,
            (v, r) -> v.set(r, r == 0 ? 0.1 : Double.NEGATIVE_INFINITY)));
    all.add(
        of(
            "VARCHAR",
            SqlType.VARCHAR,
            VarCharVector.class,
            (v, r) -> text(v, r, r == 0 ? "" : "🦆".repeat(25_000))));
    all.add(
        of(
            "BLOB",
            SqlType.BLOB,
            VarBinaryVector.class,
            (v, r) -> v.setSafe(r, new byte[] {0, (byte) 0xff, (byte) r})));
    all.add(
        of(
            "BIT",
            SqlType.BIT,
            VarBinaryVector.class,
            (v, r) -> v.setSafe(r, new byte[] {5, (byte) 0xfd})));
    all.add(
        of(
            "DATE",
            SqlType.DATE,
            DateDayVector.class,
            (v, r) -> v.set(r, r == 0 ? -1 : Integer.MAX_VALUE)));
    all.add(
        of("TIME", SqlType.TIME, TimeMicroVector.class, (v, r) -> v.set(r, 86_399_999_997L + r)));
    all.add(of("TIME_NS", SqlType.TIME_NS, TimeNanoVector.class, (v, r) -> v.set(r, 1L + r)));
    all.add(of("TIMETZ", SqlType.TIMETZ, FixedSizeBinaryVector.class, ProbeGivers::timeTz));
    all.add(stamp("TIMESTAMP", SqlType.TIMESTAMP));
    all.add(stamp("TIMESTAMP_S", SqlType.TIMESTAMP_S));
    all.add(stamp("TIMESTAMP_MS", SqlType.TIMESTAMP_MS));
    all.add(stamp("TIMESTAMP_NS", SqlType.TIMESTAMP_NS));
    all.add(stamp("TIMESTAMPTZ", SqlType.TIMESTAMPTZ));
    all.add(
        of(
            "INTERVAL",
            SqlType.INTERVAL,
            IntervalMonthDayNanoVector.class,
            (v, r) -> v.set(r, -14, 3 + r, -5_000)));
    all.add(of("UUID", SqlType.UUID, FixedSizeBinaryVector.class, ProbeGivers::uuid));
    all.add(
        of("JSON", SqlType.JSON, VarCharVector.class, (v, r) -> text(v, r, "{\"a\":" + r + "}")));
    all.add(
        of(
            "BIGNUM",
            SqlType.BIGNUM,
            VarBinaryVector.class,
            (v, r) -> v.setSafe(r, new byte[] {(byte) 0x80, 0, 1, (byte) (5 + r)})));
    return all;
  }

  private static <V extends FieldVector> Given<V> of(
      String name, SqlType type, Class<V> vector, Write<V> write) {
    return new Given<>(Column.of(name, type, vector), write, write);
  }

  private static Given<?> huge(String name, SqlType type, int top) {
    return of(
        name,
        type,
        FixedSizeBinaryVector.class,
        (v, r) -> {
          byte[] bytes = new byte[16];
          bytes[0] = (byte) r;
          bytes[15] = (byte) top;
          v.set(r, bytes);
        });
  }

  private static Given<?> stamp(String name, SqlType type) {
    return of(name, type, TimeStampVector.class, (v, r) -> v.set(r, r == 0 ? -1 : Long.MAX_VALUE));
  }

  private static void timeTz(FixedSizeBinaryVector vector, int row) {
    // 12:34:56 at +01:00
    long bits = (45_296_000_000L << 24) | (16 * 3600 - 1 - 3600);
    byte[] bytes = new byte[8];
    for (int i = 0; i < 8; i++) {
      bytes[i] = (byte) (bits >>> (8 * i));
    }
    vector.set(row, bytes);
  }

  private static void uuid(FixedSizeBinaryVector vector, int row) {
    byte[] bytes = new byte[16];
    bytes[0] = (byte) 0xab;
    bytes[15] = (byte) row;
    vector.set(row, bytes);
  }

  private static void text(VarCharVector vector, int row, String value) {
    vector.setSafe(row, value.getBytes(StandardCharsets.UTF_8));
  }

  private static List<Given<?>> nested() {
    List<Given<?>> all = new ArrayList<>();
    all.add(of("list", SqlType.list(SqlType.INTEGER), ListVector.class, ProbeGivers::list));
    all.add(
        of(
            "array",
            SqlType.array(SqlType.VARCHAR, 2),
            FixedSizeListVector.class,
            ProbeGivers::array));
    all.add(
        of(
            "struct",
            SqlType.struct(Column.integer("a"), Column.uuid("id")),
            StructVector.class,
            ProbeGivers::struct));
    all.add(
        of(
            "map",
            SqlType.map(SqlType.VARCHAR, SqlType.INTEGER),
            MapVector.class,
            ProbeGivers::map));
    all.add(
        of(
            "union",
            SqlType.union(Column.integer("i"), Column.varchar("s")),
            UnionVector.class,
            ProbeGivers::union));
    all.add(
        of(
            "deep",
            SqlType.list(SqlType.struct(Column.list("l", SqlType.list(SqlType.BOOLEAN)))),
            ListVector.class,
            ProbeGivers::deep));
    return all;
  }

  private static void list(ListVector list, int row) {
    int from = list.startNewValue(row);
    IntVector elements = (IntVector) list.getDataVector();
    elements.setSafe(from, 10 + row);
    elements.setNull(from + 1);
    elements.setSafe(from + 2, -1);
    list.endValue(row, 3);
  }

  private static void array(FixedSizeListVector array, int row) {
    int from = array.startNewValue(row);
    VarCharVector elements = (VarCharVector) array.getDataVector();
    text(elements, from, "é" + row);
    elements.setNull(from + 1);
  }

  private static void struct(StructVector struct, int row) {
    struct.setIndexDefined(row);
    IntVector a = (IntVector) struct.getChild("a");
    FixedSizeBinaryVector id = (FixedSizeBinaryVector) struct.getChild("id");
    a.setSafe(row, row);
    if (row == 0) {
      byte[] bytes = new byte[16];
      bytes[15] = 9;
      id.setSafe(row, bytes);
    }
  }

  private static void map(MapVector map, int row) {
    int from = map.startNewValue(row);
    StructVector entries = (StructVector) map.getDataVector();
    for (int i = 0; i < row; i++) {
      entries.setIndexDefined(from + i);
      text((VarCharVector) entries.getChild("key"), from + i, "k" + i);
      if (i == 0) {
        ((IntVector) entries.getChild("value")).setSafe(from + i, i);
      }
    }
    map.endValue(row, row);
  }

  private static void union(UnionVector union, int row) {
    // UnionVector.setType writes Arrow's own numbers, not the members' positions
    union.getTypeBuffer().setByte(row, row == 0 ? 0 : 1);
    if (row == 0) {
      ((IntVector) union.getChildrenFromFields().get(0)).setSafe(row, 5);
    } else {
      text((VarCharVector) union.getChildrenFromFields().get(1), row, "five");
    }
  }

  private static void deep(ListVector list, int row) {
    int from = list.startNewValue(row);
    StructVector struct = (StructVector) list.getDataVector();
    struct.setIndexDefined(from);
    ListVector outer = (ListVector) struct.getChild("l");
    int first = outer.startNewValue(from);
    ListVector inner = (ListVector) outer.getDataVector();
    int leaf = inner.startNewValue(first);
    BitVector flags = (BitVector) inner.getDataVector();
    flags.setSafe(leaf, 1);
    flags.setNull(leaf + 1);
    flags.setSafe(leaf + 2, 0);
    inner.endValue(first, 3);
    inner.setNull(first + 1);
    outer.endValue(from, 2);
    struct.setNull(from + 1);
    list.endValue(row, 2);
  }

  private record Giver(FunctionSpec spec, List<Given<?>> givens)
      implements TableFunction<Giver.Once> {
    record Once(boolean done) {}

    Giver(String name, List<Given<?>> givens) {
      this(
          FunctionSpec.table(name)
              .returns(givens.stream().map(Given::column).toArray(Column<?>[]::new))
              .build(),
          givens);
    }

    @Override
    public Once open(Scan scan) {
      return new Once(false);
    }

    @Override
    public @Nullable Once next(Scan scan, Once at, BatchWriter out) {
      if (at.done()) {
        return null;
      }
      for (Given<?> given : givens) {
        given.write(out);
      }
      out.rows(3);
      return new Once(true);
    }
  }

  /** 3 members, then 300, in six batches of 50 rows: the dictionary grows from batch to batch. */
  private record Enums(FunctionSpec spec) implements TableFunction<Enums.Batch> {
    private static final Column<VarCharVector> SMALL =
        Column.of("small", SqlType.enumeration(3), VarCharVector.class);
    private static final Column<VarCharVector> LARGE =
        Column.of("large", SqlType.enumeration(300), VarCharVector.class);

    record Batch(int number) {}

    Enums() {
      this(FunctionSpec.table("give_enums").returns(SMALL, LARGE).build());
    }

    @Override
    public Batch open(Scan scan) {
      return new Batch(0);
    }

    @Override
    public @Nullable Batch next(Scan scan, Batch at, BatchWriter out) {
      if (at.number() == 6) {
        return null;
      }
      for (int row = 0; row < 50; row++) {
        int number = at.number() * 50 + row;
        if (number % 7 != 0) {
          text(out.get(SMALL), row, "m" + number % 3);
        }
        text(out.get(LARGE), row, "member" + number);
      }
      out.rows(50);
      return new Batch(at.number() + 1);
    }
  }
}
