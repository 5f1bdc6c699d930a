package io.vgi.internal.value;

import io.vgi.type.SqlType;
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
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.TimeStampMilliVector;
import org.apache.arrow.vector.TimeStampNanoVector;
import org.apache.arrow.vector.TimeStampSecVector;
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
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

/** Which vector holds the values of a type. */
public final class VectorClass {
  private VectorClass() {}

  /** The class of the vectors of {@code type}; null where any may be, or none is known. */
  public static @Nullable Class<? extends FieldVector> of(SqlType type) {
    ArrowType arrow = type.arrow();
    return switch (arrow.getTypeID()) {
      case Bool -> BitVector.class;
      case Int -> integer((ArrowType.Int) arrow);
      case FloatingPoint -> floating((ArrowType.FloatingPoint) arrow);
      case Decimal -> ((ArrowType.Decimal) arrow).getBitWidth() == 128 ? DecimalVector.class : null;
      case Utf8 -> VarCharVector.class;
      case Binary -> VarBinaryVector.class;
      case FixedSizeBinary -> FixedSizeBinaryVector.class;
      case Date -> DateDayVector.class;
      case Time -> time((ArrowType.Time) arrow);
      case Timestamp -> timestamp((ArrowType.Timestamp) arrow);
      case Interval -> IntervalMonthDayNanoVector.class;
      case List -> ListVector.class;
      case FixedSizeList -> FixedSizeListVector.class;
      case Map -> MapVector.class;
      case Struct -> StructVector.class;
      case Union -> UnionVector.class;
      // of ANY and of forms that the engine may send but nobody declares
      default -> null;
    };
  }

  /** The class of the vectors of {@code type} when these are no {@code vector}; else null. */
  public static @Nullable Class<? extends FieldVector> other(SqlType type, Class<?> vector) {
    Class<? extends FieldVector> holder = of(type);
    return holder == null || vector.isAssignableFrom(holder) ? null : holder;
  }

  private static @Nullable Class<? extends FieldVector> integer(ArrowType.Int type) {
    return switch (type.getBitWidth()) {
      case 8 -> type.getIsSigned() ? TinyIntVector.class : UInt1Vector.class;
      case 16 -> type.getIsSigned() ? SmallIntVector.class : UInt2Vector.class;
      case 32 -> type.getIsSigned() ? IntVector.class : UInt4Vector.class;
      case 64 -> type.getIsSigned() ? BigIntVector.class : UInt8Vector.class;
      default -> null;
    };
  }

  private static @Nullable Class<? extends FieldVector> floating(ArrowType.FloatingPoint type) {
    return switch (type.getPrecision()) {
      case SINGLE -> Float4Vector.class;
      case DOUBLE -> Float8Vector.class;
      default -> null;
    };
  }

  private static @Nullable Class<? extends FieldVector> time(ArrowType.Time type) {
    return switch (type.getUnit()) {
      case MICROSECOND -> TimeMicroVector.class;
      case NANOSECOND -> TimeNanoVector.class;
      default -> null;
    };
  }

  private static @Nullable Class<? extends FieldVector> timestamp(ArrowType.Timestamp type) {
    boolean zoned = type.getTimezone() != null;
    return switch (type.getUnit()) {
      case SECOND -> zoned ? null : TimeStampSecVector.class;
      case MILLISECOND -> zoned ? null : TimeStampMilliVector.class;
      case MICROSECOND -> zoned ? TimeStampMicroTZVector.class : TimeStampMicroVector.class;
      case NANOSECOND -> zoned ? null : TimeStampNanoVector.class;
    };
  }
}
