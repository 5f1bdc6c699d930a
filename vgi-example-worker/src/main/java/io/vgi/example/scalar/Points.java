package io.vgi.example.scalar;

import io.vgi.rpc.VgiException;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.ListVector;

/**
 * A column of points, in whatever form: where in which vector the two coordinates of a row are.
 *
 * @param column the column
 * @param lat where latitudes are
 * @param lon where longitudes are
 */
record Points(FieldVector column, Float8Vector lat, Float8Vector lon) {
  static Points of(FieldVector column) {
    List<FieldVector> parts = column.getChildrenFromFields();
    return new Points(
        column, (Float8Vector) parts.get(0), (Float8Vector) parts.get(parts.size() - 1));
  }

  static Points[] of(List<FieldVector> columns) {
    Points[] points = new Points[columns.size()];
    for (int i = 0; i < points.length; i++) {
      points[i] = of(columns.get(i));
    }
    return points;
  }

  /** Where the latitude of {@code row} is. */
  int latAt(int row) {
    return at(row, 0);
  }

  /** Where the longitude of {@code row} is. */
  int lonAt(int row) {
    return at(row, 1);
  }

  private int at(int row, int coordinate) {
    if (column instanceof FixedSizeListVector) {
      return 2 * row + coordinate;
    } else if (column instanceof ListVector list) {
      int start = list.getElementStartIndex(row);
      int size = list.getElementEndIndex(row) - start;
      if (coordinate >= size) {
        throw VgiException.invalidArgument(
            "A point is a list of two numbers; this one has " + size);
      }
      return start + coordinate;
    }
    return row;
  }
}
