package io.vgi.rpc.internal.ipc;

import io.vgi.rpc.WireSchema;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.ArrowType.ArrowTypeID;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * Whether the buffers of columns mean what the schema of their stream says, at any depth. Batches
 * are mostly made of the same fields, so those that were found right are remembered.
 */
final class ColumnTypes {
  private final WireSchema schema;
  private final @Nullable Field[] right;

  ColumnTypes(WireSchema schema) {
    this.schema = schema;
    this.right = new Field[schema.size()];
  }

  @SuppressWarnings("ReferenceEquality") // a quick way out only
  boolean fits(int at, FieldVector column) {
    Field given = column.getField();
    // mostly the very same, for which a field's own comparison does not look
    if (given == right[at] || given.equals(right[at])) {
      return true;
    } else if (!sameBuffers(schema.field(at), given)) {
      return false;
    }
    right[at] = given;
    return true;
  }

  private static boolean sameBuffers(Field declared, Field given) {
    List<Field> children = declared.getChildren();
    if (!sameBuffers(stored(declared.getType()), stored(given.getType()))
        || children.size() != given.getChildren().size()) {
      return false;
    }
    for (int i = 0; i < children.size(); i++) {
      if (!sameBuffers(children.get(i), given.getChildren().get(i))) {
        return false;
      }
    }
    return true;
  }

  /** What only says how values are to be taken may differ, such as the sign or the time zone. */
  private static boolean sameBuffers(ArrowType declared, ArrowType given) {
    if (declared instanceof ArrowType.Int left && given instanceof ArrowType.Int right) {
      return left.getBitWidth() == right.getBitWidth();
    } else if (declared instanceof ArrowType.Timestamp left
        && given instanceof ArrowType.Timestamp right) {
      return left.getUnit() == right.getUnit();
    } else if (declared instanceof ArrowType.Decimal left
        && given instanceof ArrowType.Decimal right) {
      return left.getScale() == right.getScale() && left.getBitWidth() == right.getBitWidth();
    } else if (declared instanceof ArrowType.Union left && given instanceof ArrowType.Union right) {
      return left.getMode() == right.getMode(); // vectors do not keep the numbers of the members
    } else if (declared.getTypeID() == ArrowTypeID.Map) {
      return given.getTypeID() == ArrowTypeID.Map;
    }
    return declared.equals(given);
  }

  private static ArrowType stored(ArrowType type) {
    return type instanceof ArrowType.ExtensionType extension
        ? stored(extension.storageType())
        : type;
  }
}
