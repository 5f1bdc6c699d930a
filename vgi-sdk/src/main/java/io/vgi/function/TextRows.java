package io.vgi.function;

import io.vgi.param.Arg;
import io.vgi.rpc.VgiException;
import io.vgi.type.Column;
import io.vgi.type.TextCodec;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** COPY FROM a stream of cells, which stays where it was opened. */
final class TextRows implements CopyFromFunction<TextRows.Cursor> {
  private final FunctionSpec spec;
  private final RowSource source;
  private final boolean hasOnError;

  TextRows(FunctionSpec spec, RowSource source) {
    this.spec = Objects.requireNonNull(spec, "spec is null");
    this.source = Objects.requireNonNull(source, "source is null");
    boolean found = false;
    for (FunctionSpec.Param param : spec.params()) {
      Arg<?> arg = param.arg();
      found |= arg != null && arg.name().equals(ON_ERROR.name()) && arg.java() == String.class;
    }
    this.hasOnError = found;
  }

  /** Where a stream is. */
  static final class Cursor implements AutoCloseable {
    private final Stream<? extends @Nullable Object[]> stream;
    private final Iterator<? extends @Nullable Object[]> rows;
    private final boolean skips;
    private final List<Cell> cells = new ArrayList<>();
    private long row;

    Cursor(Stream<? extends @Nullable Object[]> stream, List<Column<?>> columns, boolean skips) {
      this.stream = stream;
      this.skips = skips;
      for (Column<?> column : columns) {
        cells.add(new Cell(column));
      }
      try {
        this.rows = stream.iterator();
      } catch (Throwable failure) {
        stream.close();
        throw failure;
      }
    }

    /** The values of a row, or null for one to leave out. */
    @Nullable Object @Nullable [] values(@Nullable Object[] given) {
      row++;
      try {
        if (given.length != cells.size()) {
          throw VgiException.invalidArgument(
              "has " + given.length + " fields, expected " + cells.size());
        }
        @Nullable Object[] values = new Object[given.length];
        for (int i = 0; i < given.length; i++) {
          values[i] = cells.get(i).value(given[i]);
        }
        return values;
      } catch (VgiException | IllegalArgumentException unreadable) {
        if (skips) {
          return null;
        }
        throw VgiException.invalidArgument("Row " + row + " " + unreadable.getMessage());
      }
    }

    void set(RowWriter writer, int position, @Nullable Object value) {
      try {
        writer.set(position, value);
      } catch (IllegalArgumentException misfit) {
        throw VgiException.invalidArgument("Row " + row + ": " + misfit.getMessage());
      }
    }

    @Override
    public void close() {
      stream.close();
    }
  }

  /** How the cells of one column are read. */
  private static final class Cell {
    private final Column<?> column;
    private final @Nullable TextCodec text;

    Cell(Column<?> column) {
      this.column = column;
      this.text = TextCodec.find(column.type());
    }

    @Nullable Object value(@Nullable Object given) {
      if (!(given instanceof String words)) {
        return given;
      } else if (text == null) {
        throw VgiException.invalidArgument(
            "has a text for column '"
                + column.name()
                + "', whose type "
                + column.type()
                + " is not read from text");
      }
      try {
        return text.parse(words);
      } catch (IllegalArgumentException wrong) {
        throw VgiException.invalidArgument(
            "has the wrong value for column '" + column.name() + "': " + wrong.getMessage());
      }
    }
  }

  @Override
  public FunctionSpec spec() {
    return spec;
  }

  @Override
  public Cursor open(CopyFrom call) throws Exception {
    Stream<? extends @Nullable Object[]> stream =
        Objects.requireNonNull(
            source.open(call), () -> "'" + spec.name() + "' gave no stream of rows");
    boolean skips = hasOnError && "skip".equals(call.find(ON_ERROR));
    return new Cursor(stream, call.columns(), skips);
  }

  @Override
  public @Nullable Cursor next(CopyFrom call, Cursor at, BatchWriter out) {
    BatchEnd end = new BatchEnd(call, out, call.columns());
    while (at.rows.hasNext()) {
      @Nullable Object[] values = at.values(at.rows.next());
      if (values != null) {
        RowWriter row = out.row();
        for (int i = 0; i < values.length; i++) {
          at.set(row, i, values[i]);
        }
        if (end.isAt(out.rowCount())) {
          return at;
        }
      }
    }
    return null;
  }
}
