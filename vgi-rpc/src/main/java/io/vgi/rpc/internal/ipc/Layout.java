package io.vgi.rpc.internal.ipc;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/**
 * How the values of a field lie on the wire. A writer may choose 64-bit offsets, views or narrow
 * decimals by a setting of its own; whoever reads sees one class of vectors for each type.
 *
 * @param field the field of those vectors, with its dictionary if it has one
 * @param form what the buffers on the wire are
 * @param children the layouts of the field's children
 */
public record Layout(Field field, Form form, List<Layout> children) {
  /** The buffers of a type, where there is more than one way to lay them out. */
  public enum Form {
    /** Those of the vector. */
    USUAL,
    /** Offsets of 64 bits. */
    LARGE,
    /** Texts or lists in any order, named by place and length. */
    VIEW,
    /** Lists in any order, with places and lengths of 64 bits. */
    LARGE_VIEW,
    /** Decimals of four bytes. */
    DECIMAL_32,
    /** Decimals of eight bytes. */
    DECIMAL_64
  }

  /** The form that {@code type} stands for. */
  static Form form(ArrowType type) {
    return switch (type.getTypeID()) {
      case LargeUtf8, LargeBinary, LargeList -> Form.LARGE;
      case Utf8View, BinaryView, ListView -> Form.VIEW;
      case LargeListView -> Form.LARGE_VIEW;
      default -> Form.USUAL;
    };
  }

  /** The form of decimals of {@code bits}, which are fewer than a vector has. */
  static Form narrowDecimal(int bits) {
    return switch (bits) {
      case 32 -> Form.DECIMAL_32;
      case 64 -> Form.DECIMAL_64;
      default -> throw new InvalidBatchException("A decimal cannot have " + bits + " bits");
    };
  }

  /** The type of the vectors that hold values of {@code type}. */
  static ArrowType usual(ArrowType type) {
    return switch (type.getTypeID()) {
      case LargeUtf8, Utf8View -> ArrowType.Utf8.INSTANCE;
      case LargeBinary, BinaryView -> ArrowType.Binary.INSTANCE;
      case LargeList, ListView, LargeListView -> ArrowType.List.INSTANCE;
      default -> type;
    };
  }

  /** {@code field} as a reader sees it, whatever form it is declared in. */
  public static Field usual(Field field) {
    FieldType type = field.getFieldType();
    List<Field> children = new ArrayList<>(field.getChildren().size());
    for (Field child : field.getChildren()) {
      children.add(usual(child));
    }
    return new Field(
        field.getName(),
        new FieldType(
            type.isNullable(), usual(type.getType()), type.getDictionary(), type.getMetadata()),
        children);
  }

  /** The layout of the entries of this field's dictionary. */
  Layout ofEntries() {
    return new Layout(Dictionaries.valueSchema(field).field(0), form, children);
  }
}
