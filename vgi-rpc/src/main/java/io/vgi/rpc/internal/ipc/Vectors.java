package io.vgi.rpc.internal.ipc;

import io.vgi.rpc.WireSchema;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.util.CallBack;
import org.jspecify.annotations.Nullable;

/** Creates vectors of every type, also of those that Arrow refuses to create by itself. */
public final class Vectors {
  private Vectors() {}

  /** A vector without memory for the decoded values of {@code field}. */
  public static FieldVector create(Field field, BufferAllocator allocator) {
    Field plain = WireSchema.plain(field);
    FieldVector usual = usual(plain, allocator);
    return usual != null ? usual : creatable(plain).createVector(allocator);
  }

  /** A vector of one of the commonest types, for which Arrow would load those of all types. */
  private static @Nullable FieldVector usual(Field field, BufferAllocator allocator) {
    return switch (field.getType().getTypeID()) {
      case Int -> {
        ArrowType.Int type = (ArrowType.Int) field.getType();
        yield !type.getIsSigned()
            ? null
            : type.getBitWidth() == Long.SIZE
                ? new BigIntVector(field, allocator)
                : type.getBitWidth() == Integer.SIZE ? new IntVector(field, allocator) : null;
      }
      case FloatingPoint ->
          ((ArrowType.FloatingPoint) field.getType()).getPrecision()
                  == FloatingPointPrecision.DOUBLE
              ? new Float8Vector(field, allocator)
              : null;
      case Utf8 -> new VarCharVector(field, allocator);
      case Binary -> new VarBinaryVector(field, allocator);
      case Bool -> new BitVector(field, allocator);
      default -> null;
    };
  }

  /** Lets {@code into}, which is of the same type, have the memory of {@code from} as well. */
  public static void share(FieldVector from, FieldVector into) {
    into.loadFieldBuffers(
        new ArrowFieldNode(from.getValueCount(), from.getNullCount()), from.getFieldBuffers());
    List<FieldVector> children = from.getChildrenFromFields();
    for (int i = 0; i < children.size(); i++) {
      share(children.get(i), into.getChildrenFromFields().get(i));
    }
  }

  @SuppressWarnings("ReferenceEquality") // tells a field that was replaced from one that was not
  private static Field creatable(Field field) {
    if (field.getChildren().isEmpty()) {
      return field;
    }
    List<Field> children = new ArrayList<>(field.getChildren().size());
    for (Field declared : field.getChildren()) {
      Field child = creatable(declared);
      boolean item =
          field.getType() instanceof ArrowType.FixedSizeList
              && child.getType() instanceof ArrowType.Union;
      children.add(
          item ? new Field(child.getName(), new UnionItem(child), child.getChildren()) : child);
    }
    return new Field(field.getName(), field.getFieldType(), children);
  }

  /**
   * The type of a union in a fixed-size list. Such a list compares the type asked for with the one
   * of the vector it has just made, and a union vector has no type ids yet at that point.
   */
  private static final class UnionItem extends FieldType {
    private final FieldType declared;

    UnionItem(Field union) {
      super(
          union.isNullable(),
          new ArrowType.Union(((ArrowType.Union) union.getType()).getMode(), new int[0]),
          null,
          union.getMetadata());
      this.declared = union.getFieldType();
    }

    @Override
    public FieldVector createNewSingleVector(
        String name, BufferAllocator allocator, @Nullable CallBack callBack) {
      return declared.createNewSingleVector(name, allocator, callBack);
    }
  }
}
