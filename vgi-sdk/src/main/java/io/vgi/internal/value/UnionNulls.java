package io.vgi.internal.value;

import java.util.List;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.complex.UnionVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * NULL in unions, which have no validity of their own: a row is NULL when the member it selects is.
 */
public final class UnionNulls {
  private UnionNulls() {}

  /** Whether {@code row} is NULL. */
  public static boolean isNull(FieldVector vector, Field field, int row) {
    if (!(vector instanceof UnionVector union)) {
      return vector.isNull(row);
    }
    int[] ids = ids(field);
    int id = union.getTypeValue(row);
    List<FieldVector> members = union.getChildrenFromFields();
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] == id) {
        return isNull(members.get(i), field.getChildren().get(i), row);
      }
    }
    return true;
  }

  /** Makes one row NULL whose vector has its final size. */
  public static void setNull(FieldVector vector, Field field, int row) {
    if (vector instanceof UnionVector union) {
      union.getTypeBuffer().setByte(row, ids(field)[0]);
      setNull(union.getChildrenFromFields().get(0), field.getChildren().get(0), row);
    } else if (!(vector instanceof NullVector)) {
      BitVectorHelper.unsetBit(vector.getValidityBuffer(), row);
    }
  }

  private static int[] ids(Field field) {
    return ((ArrowType.Union) field.getType()).getTypeIds();
  }
}
