package io.vgi.example.table;

import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.function.TableShape;
import io.vgi.function.TableSpecBuilder;
import io.vgi.type.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/** A small table whose rows never change, column by column. */
public final class FixedRows implements TableFunction<FixedRows.Start> {
  private final FunctionSpec spec;
  private final List<Column<?>> columns;
  private final List<Consumer<BatchWriter>> values;
  private final int rows;

  /** Before the only batch. */
  public record Start() {}

  private FixedRows(
      FunctionSpec spec, List<Column<?>> columns, List<Consumer<BatchWriter>> values, int rows) {
    this.spec = spec;
    this.columns = columns;
    this.values = values;
    this.rows = rows;
  }

  /** Starts the table of a function that {@code spec} describes. */
  public static Builder of(TableSpecBuilder spec) {
    return new Builder(spec);
  }

  @Override
  public FunctionSpec spec() {
    return spec;
  }

  @Override
  public TableShape bind(Bind bind) {
    return TableShape.of(columns).cardinality(rows);
  }

  @Override
  public Start open(Scan scan) {
    return new Start();
  }

  @Override
  public @Nullable Start next(Scan scan, Start at, BatchWriter out) {
    for (Consumer<BatchWriter> column : values) {
      column.accept(out);
    }
    out.rows(rows);
    return null;
  }

  /** Collects columns; all of them must have the same number of values. */
  public static final class Builder {
    private final TableSpecBuilder spec;
    private final List<Column<?>> columns = new ArrayList<>();
    private final List<Consumer<BatchWriter>> values = new ArrayList<>();
    private int rows = -1;

    private Builder(TableSpecBuilder spec) {
      this.spec = spec;
    }

    /** A BIGINT column. */
    public Builder longs(String name, long... numbers) {
      Column<BigIntVector> column = Column.bigint(name);
      return add(
          column,
          numbers.length,
          out -> {
            BigIntVector vector = out.get(column);
            for (int i = 0; i < numbers.length; i++) {
              vector.set(i, numbers[i]);
            }
          });
    }

    /** A DOUBLE column. */
    public Builder doubles(String name, double... numbers) {
      Column<Float8Vector> column = Column.float8(name);
      return add(
          column,
          numbers.length,
          out -> {
            Float8Vector vector = out.get(column);
            for (int i = 0; i < numbers.length; i++) {
              vector.set(i, numbers[i]);
            }
          });
    }

    /** A VARCHAR column. */
    public Builder texts(String name, String... texts) {
      Column<VarCharVector> column = Column.varchar(name);
      return add(
          column,
          texts.length,
          out -> {
            VarCharVector vector = out.get(column);
            for (int i = 0; i < texts.length; i++) {
              Text.set(vector, i, texts[i]);
            }
          });
    }

    /** Values of any type, as arguments are given; a struct is a map of its members in order. */
    public Builder values(Column<?> column, List<?> all) {
      return add(
          column,
          all.size(),
          out -> {
            FieldVector vector = out.get(column);
            for (int i = 0; i < all.size(); i++) {
              NaturalValue.set(vector, i, all.get(i));
            }
          });
    }

    private Builder add(Column<?> column, int count, Consumer<BatchWriter> writer) {
      if (rows >= 0 && rows != count) {
        throw new IllegalArgumentException(
            "Column '" + column.name() + "' has " + count + " values, those before it " + rows);
      }
      rows = count;
      columns.add(column);
      values.add(writer);
      return this;
    }

    /** Returns the function. */
    public FixedRows build() {
      spec.returns(columns.toArray(new Column<?>[0]));
      return new FixedRows(
          spec.build(), List.copyOf(columns), List.copyOf(values), Math.max(0, rows));
    }
  }
}
