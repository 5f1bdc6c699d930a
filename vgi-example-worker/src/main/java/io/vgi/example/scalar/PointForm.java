package io.vgi.example.scalar;

import io.vgi.type.Column;
import io.vgi.type.SqlType;
import org.apache.arrow.vector.FieldVector;

/** The ways in which SQL writes a point. */
public enum PointForm {
  /** {@code {lat: 1.0, lon: 2.0}}. */
  STRUCT("struct", "struct", "{lat, lon}") {
    @Override
    SqlType type() {
      return SqlType.struct(Column.float8("lat"), Column.float8("lon"));
    }
  },
  /** {@code [1.0, 2.0]} as a list. */
  LIST("list", "list", "[lat, lon]") {
    @Override
    SqlType type() {
      return SqlType.list(SqlType.DOUBLE);
    }
  },
  /** {@code [1.0, 2.0]} as an array. */
  FIXED("fixed", "fixed-size list", "[lat, lon]") {
    @Override
    SqlType type() {
      return SqlType.array(SqlType.DOUBLE, 2);
    }
  };

  private final String suffix;
  private final String words;
  private final String shape;

  PointForm(String suffix, String words, String shape) {
    this.suffix = suffix;
    this.words = words;
    this.shape = shape;
  }

  abstract SqlType type();

  /** The end of the names of functions. */
  String suffix() {
    return suffix;
  }

  /** The form in a sentence. */
  String words() {
    return words;
  }

  /** A column of points. */
  Column<FieldVector> column(String name, String doc) {
    return Column.of(name, type()).doc(doc + " " + shape);
  }

  /** The two numbers after a name, as {@code {lat: 0, lon: 0}} or {@code [0, 0]}. */
  String literal(int lat, int lon) {
    return this == STRUCT ? "{lat: " + lat + ", lon: " + lon + "}" : "[" + lat + ", " + lon + "]";
  }
}
