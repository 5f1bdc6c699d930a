package io.vgi.rpc.internal.codec;

import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.ipc.BatchMessage;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.rpc.internal.ipc.RowColumn;
import java.util.List;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * How records of one schema are laid out, found out once. Immutable and safe to share between
 * threads.
 */
public final class RecordFormat {
  private final WireSchema schema;
  private final byte[] schemaMessage;
  private final BatchMessage message = new BatchMessage();
  private final Column[] columns;
  private final int nodes;

  private RecordFormat(WireSchema schema, byte[] schemaMessage, Column[] columns) {
    this.schema = schema;
    this.schemaMessage = schemaMessage;
    this.columns = columns;
    this.nodes = nodes(columns);
  }

  /** What the buffers of a column are. */
  enum Layout {
    NULL,
    BOOL,
    INT,
    FLOAT,
    DOUBLE,
    DECIMAL,
    FIXED_BYTES,
    TEXT,
    BYTES,
    LIST,
    MAP,
    STRUCT
  }

  /**
   * A column and those in it.
   *
   * @param width of the values or, where there are some, of the offsets; in bytes
   * @param dictionary set when indexes are written, and values into a dictionary
   */
  @SuppressWarnings("ArrayRecordComponent") // never changed and never compared
  record Column(
      Field field,
      String name,
      boolean nullable,
      Layout layout,
      int width,
      Column[] children,
      @Nullable DictionaryEncoding dictionary) {
    /** The column of the entries of its dictionary. */
    Column entries() {
      return new Column(field, name, true, layout, width, children, null);
    }

    /** The column of the indexes into its dictionary. */
    Column indexes(DictionaryEncoding encoding) {
      int bytes = encoding.getIndexType().getBitWidth() / 8;
      return new Column(field, name, true, Layout.INT, bytes, children, null);
    }
  }

  /**
   * Finds out how records of {@code schema} are laid out.
   *
   * @throws IllegalArgumentException if a field has a type that records do not carry
   */
  public static RecordFormat of(WireSchema schema) {
    return new RecordFormat(schema, IpcBytes.ofSchema(schema), columns(schema.fields()));
  }

  /** The fields of the records. */
  public WireSchema schema() {
    return schema;
  }

  byte[] schemaMessage() {
    return schemaMessage;
  }

  /** What comes before the rows. */
  BatchMessage message() {
    return message;
  }

  Column[] columns() {
    return columns;
  }

  /** How many columns there are at all depths. */
  int nodes() {
    return nodes;
  }

  private static int nodes(Column[] columns) {
    int nodes = columns.length;
    for (Column column : columns) {
      nodes += nodes(column.children);
    }
    return nodes;
  }

  private static Column[] columns(List<Field> fields) {
    Column[] columns = new Column[fields.size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = column(fields.get(i));
    }
    return columns;
  }

  private static Column column(Field field) {
    ArrowType type = field.getType();
    Layout layout;
    int width = Integer.BYTES;
    if (type instanceof ArrowType.Utf8) {
      layout = Layout.TEXT;
    } else if (type instanceof ArrowType.Binary) {
      layout = Layout.BYTES;
    } else if (type instanceof ArrowType.Bool) {
      layout = Layout.BOOL;
    } else if (type instanceof ArrowType.Int number) {
      layout = Layout.INT;
      width = number.getBitWidth() / 8;
    } else if (type instanceof ArrowType.Map) {
      layout = Layout.MAP;
    } else if (type instanceof ArrowType.List) {
      layout = Layout.LIST;
    } else if (type instanceof ArrowType.Struct) {
      layout = Layout.STRUCT;
    } else {
      layout = rare(field);
      int fixed = RowColumn.width(type);
      width = fixed == 0 ? Long.BYTES : fixed; // of the offsets of large values
    }
    return new Column(
        field,
        field.getName(),
        field.isNullable(),
        layout,
        width,
        columns(field.getChildren()),
        field.getDictionary());
  }

  private static Layout rare(Field field) {
    ArrowType type = field.getType();
    if (type instanceof ArrowType.LargeBinary) {
      return Layout.BYTES;
    } else if (type instanceof ArrowType.LargeUtf8) {
      return Layout.TEXT;
    } else if (type instanceof ArrowType.Null) {
      return Layout.NULL;
    } else if (type instanceof ArrowType.FixedSizeBinary) {
      return Layout.FIXED_BYTES;
    } else if (type instanceof ArrowType.FloatingPoint number
        && number.getPrecision() != FloatingPointPrecision.HALF) {
      return number.getPrecision() == FloatingPointPrecision.SINGLE ? Layout.FLOAT : Layout.DOUBLE;
    } else if (type instanceof ArrowType.Decimal number && number.getBitWidth() == 128) {
      return Layout.DECIMAL;
    } else if (type instanceof ArrowType.Date
        || type instanceof ArrowType.Time
        || type instanceof ArrowType.Timestamp
        || type instanceof ArrowType.Duration) {
      return Layout.INT;
    }
    throw new IllegalArgumentException(
        "Record field '"
            + field.getName()
            + "' has the type "
            + type
            + ", which records do not carry");
  }
}
