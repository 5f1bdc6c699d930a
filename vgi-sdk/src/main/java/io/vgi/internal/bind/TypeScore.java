package io.vgi.internal.bind;

import io.vgi.internal.value.LosslessConversion;
import io.vgi.type.SqlType;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** How well a given type fits a declared one. */
final class TypeScore {
  static final int NONE = -1;

  private static final int OTHER = 0;

  private TypeScore() {}

  static int of(SqlType declared, SqlType given) {
    if (declared.isAny() || given.arrow() instanceof ArrowType.Null) {
      return 0;
    } else if (declared.equals(given)) {
      return 2;
    }
    int family = family(declared.arrow());
    boolean related =
        family == OTHER
            ? declared.arrow().getTypeID() == given.arrow().getTypeID()
            : family == family(given.arrow());
    if (related) {
      return 1;
    }
    // one DuckDB type may come in two Arrow forms, see the engine's arrow_lossless_conversion
    return LosslessConversion.isOtherForm(declared, given) ? 2 : NONE;
  }

  private static int family(ArrowType type) {
    if (type instanceof ArrowType.Int) {
      return 1;
    } else if (type instanceof ArrowType.FloatingPoint || type instanceof ArrowType.Decimal) {
      return 2;
    } else if (type instanceof ArrowType.Utf8
        || type instanceof ArrowType.LargeUtf8
        || type instanceof ArrowType.Utf8View) {
      return 3;
    } else if (type instanceof ArrowType.Binary || type instanceof ArrowType.LargeBinary) {
      return 4;
    }
    return OTHER;
  }
}
