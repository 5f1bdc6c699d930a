package io.vgi.internal.codec;

import io.vgi.internal.codec.ContainerCodecs.CollectionCodec;
import io.vgi.internal.codec.ContainerCodecs.MapCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Period;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.PeriodDuration;
import org.jspecify.annotations.Nullable;

/** Natural values of DuckDB types and null, each behind a byte that says what it is. */
public final class NaturalCodec {
  private static final byte NULL = -1;
  private static final byte LIST = -2;
  private static final byte MAP = -3;
  private static final byte INTERVAL = -4;
  private static final ValueCodec ANY = new Any();
  private static final ValueCodec VALUES = new CollectionCodec(ANY, false);
  private static final ValueCodec ENTRIES = new MapCodec(ANY, ANY);
  // the order is part of what is written
  private static final List<ValueCodec> PLAIN =
      List.of(
          ScalarCodec.BOOLEAN,
          ScalarCodec.LONG,
          ScalarCodec.DOUBLE,
          ScalarCodec.TEXT,
          ScalarCodec.BYTES,
          ScalarCodec.BIG_INTEGER,
          ScalarCodec.BIG_DECIMAL,
          ScalarCodec.UUID_BITS,
          TimeCodec.DATE,
          TimeCodec.TIME,
          TimeCodec.DATE_TIME,
          TimeCodec.INSTANT,
          TimeCodec.OFFSET_TIME);

  private NaturalCodec() {}

  /** Any of them, where codecs take no null. */
  private record Any() implements ValueCodec {
    @Override
    public void write(Object value, DataOutput out) throws IOException {
      NaturalCodec.write(value, out);
    }

    @Override
    @SuppressWarnings("NullAway") // null is what was written
    public Object read(DataInput in) throws IOException {
      return NaturalCodec.read(in);
    }
  }

  /**
   * Writes {@code value}.
   *
   * @throws IllegalArgumentException when it is no natural value that {@code java.time} can say
   */
  public static void write(@Nullable Object value, DataOutput out) throws IOException {
    if (value == null) {
      out.writeByte(NULL);
    } else if (value instanceof List<?>) {
      out.writeByte(LIST);
      VALUES.write(value, out);
    } else if (value instanceof Map<?, ?>) {
      out.writeByte(MAP);
      ENTRIES.write(value, out);
    } else if (value instanceof PeriodDuration interval) {
      out.writeByte(INTERVAL);
      TimeCodec.PERIOD.write(interval.getPeriod(), out);
      TimeCodec.DURATION.write(interval.getDuration(), out);
    } else {
      ValueCodec codec = ScalarCodec.of(value.getClass());
      codec = codec == null ? TimeCodec.of(value.getClass()) : codec;
      int kind = codec == null ? -1 : PLAIN.indexOf(codec);
      if (kind < 0) {
        throw new IllegalArgumentException(
            value.getClass().getName() + " is no natural value that has a codec");
      }
      out.writeByte(kind);
      PLAIN.get(kind).write(value, out);
    }
  }

  /** Reads what {@link #write} wrote; lists and maps can be changed and keep their order. */
  public static @Nullable Object read(DataInput in) throws IOException {
    byte kind = in.readByte();
    return switch (kind) {
      case NULL -> null;
      case LIST -> VALUES.read(in);
      case MAP -> ENTRIES.read(in);
      case INTERVAL -> {
        Period period = (Period) TimeCodec.PERIOD.read(in);
        yield new PeriodDuration(period, (Duration) TimeCodec.DURATION.read(in));
      }
      default -> PLAIN.get(kind).read(in);
    };
  }
}
