package io.vgi.internal.filter;

/** The DuckDB types that filters can compute with, the wider of two numbers behind the narrower. */
enum SqlKind {
  NULL,
  BOOLEAN,
  TINYINT,
  UTINYINT,
  SMALLINT,
  USMALLINT,
  INTEGER,
  UINTEGER,
  BIGINT,
  UBIGINT,
  HUGEINT,
  UHUGEINT,
  DECIMAL,
  FLOAT,
  DOUBLE,
  VARCHAR,
  ENUM,
  BLOB,
  UUID,
  DATE,
  TIME,
  TIME_NS,
  TIMETZ,
  TIMESTAMP_S,
  TIMESTAMP_MS,
  TIMESTAMP,
  TIMESTAMP_NS,
  TIMESTAMPTZ,
  INTERVAL,
  LIST,
  STRUCT,
  UNION,
  /** What filters cannot compute with. */
  OTHER;

  boolean isInteger() {
    return compareTo(TINYINT) >= 0 && compareTo(UHUGEINT) <= 0;
  }

  boolean isFloating() {
    return this == FLOAT || this == DOUBLE;
  }

  boolean isNumber() {
    return compareTo(TINYINT) >= 0 && compareTo(DOUBLE) <= 0;
  }

  boolean isText() {
    return this == VARCHAR || this == ENUM;
  }

  boolean isTimestamp() {
    return compareTo(TIMESTAMP_S) >= 0 && compareTo(TIMESTAMP_NS) <= 0;
  }

  /** Whether values are held in a long whose order is theirs. */
  boolean isLong() {
    return this == BOOLEAN
        || (isInteger() && compareTo(BIGINT) <= 0)
        || (compareTo(DATE) >= 0 && compareTo(TIMESTAMPTZ) <= 0);
  }

  /** Whether values are bytes, compared as such. */
  boolean isBytes() {
    return isText() || this == BLOB || this == UUID;
  }

  /** Whether a conversion between two such types depends on the session. */
  boolean isContextual() {
    return this == VARCHAR || (compareTo(DATE) >= 0 && compareTo(TIMESTAMPTZ) <= 0);
  }

  boolean isUnsigned() {
    return this == UTINYINT
        || this == USMALLINT
        || this == UINTEGER
        || this == UBIGINT
        || this == UHUGEINT;
  }

  /** The bits of an integer. */
  int bits() {
    return switch (this) {
      case TINYINT, UTINYINT -> 8;
      case SMALLINT, USMALLINT -> 16;
      case INTEGER, UINTEGER -> 32;
      case BIGINT, UBIGINT -> 64;
      default -> 128;
    };
  }
}
