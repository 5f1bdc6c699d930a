package io.vgi.rpc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a stream in wire order, with the schema's metadata.
 *
 * <p>Fields are in message form: a dictionary-encoded field has the type of its <em>values</em> and
 * carries its {@link DictionaryEncoding}. Immutable and safe to share between threads.
 */
public final class WireSchema {
  /** The schema without fields. */
  public static final WireSchema EMPTY = new WireSchema(List.of(), Map.of());

  private final List<Field> fields;
  private final Map<String, String> metadata;
  private final boolean dictionaries;

  private WireSchema(List<Field> fields, Map<String, String> metadata) {
    this.fields = fields;
    this.metadata = metadata;
    this.dictionaries = anyDictionary(fields);
  }

  /** Returns the schema of {@code fields}, without metadata. */
  public static WireSchema of(Field... fields) {
    return of(List.of(fields));
  }

  /** Returns the schema of {@code fields}, without metadata. */
  public static WireSchema of(List<Field> fields) {
    return fields.isEmpty() ? EMPTY : new WireSchema(List.copyOf(fields), Map.of());
  }

  /** Returns the schema of {@code fields} with {@code metadata}. */
  public static WireSchema of(List<Field> fields, Map<String, String> metadata) {
    return metadata.isEmpty()
        ? of(fields)
        : new WireSchema(List.copyOf(fields), Map.copyOf(metadata));
  }

  /** The fields, in wire order. */
  public List<Field> fields() {
    return fields;
  }

  /** The field at {@code index}. */
  public Field field(int index) {
    return fields.get(index);
  }

  /** The number of fields. */
  public int size() {
    return fields.size();
  }

  /** The schema's own metadata. */
  public Map<String, String> metadata() {
    return metadata;
  }

  /** The position of the first field called {@code name}, or -1. */
  public int indexOf(String name) {
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).getName().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  /** Whether any field, at any depth, is dictionary-encoded on the wire. */
  public boolean hasDictionaries() {
    return dictionaries;
  }

  /** This schema with every dictionary-encoded field replaced by a field of its values. */
  public WireSchema decoded() {
    return dictionaries ? new WireSchema(List.copyOf(plain(fields)), metadata) : this;
  }

  /** The fields at {@code positions}, in that order; positions may repeat. */
  public WireSchema project(int[] positions) {
    List<Field> picked = new ArrayList<>(positions.length);
    for (int position : positions) {
      picked.add(fields.get(position));
    }
    return of(picked, metadata);
  }

  /** {@code field} without dictionary encoding at any depth. */
  public static Field plain(Field field) {
    if (!anyDictionary(List.of(field))) {
      return field;
    }
    FieldType type = field.getFieldType();
    return new Field(
        field.getName(),
        new FieldType(type.isNullable(), type.getType(), null, type.getMetadata()),
        plain(field.getChildren()));
  }

  /**
   * Whether two types are the same on the wire: child names of lists and maps and all metadata but
   * extension types do not count, nullability of children does.
   */
  public static boolean sameType(Field left, Field right) {
    if (!left.getType().equals(right.getType())
        || left.getChildren().size() != right.getChildren().size()
        || !sameEncoding(left.getDictionary(), right.getDictionary())) {
      return false;
    }
    boolean named =
        left.getType() instanceof ArrowType.Struct || left.getType() instanceof ArrowType.Union;
    for (int i = 0; i < left.getChildren().size(); i++) {
      Field a = left.getChildren().get(i);
      Field b = right.getChildren().get(i);
      if (a.isNullable() != b.isNullable()
          || (named && !a.getName().equals(b.getName()))
          || !sameType(a, b)) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameEncoding(
      @Nullable DictionaryEncoding left, @Nullable DictionaryEncoding right) {
    if (left == null || right == null) {
      return left == null && right == null;
    }
    return left.getIndexType().equals(right.getIndexType())
        && left.isOrdered() == right.isOrdered();
  }

  private static List<Field> plain(List<Field> fields) {
    List<Field> out = new ArrayList<>(fields.size());
    for (Field field : fields) {
      out.add(plain(field));
    }
    return out;
  }

  private static boolean anyDictionary(List<Field> fields) {
    for (Field field : fields) {
      if (field.getDictionary() != null || anyDictionary(field.getChildren())) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean equals(Object other) {
    if (this == other) { // mostly the very same
      return true;
    }
    return other instanceof WireSchema that
        && fields.equals(that.fields)
        && metadata.equals(that.metadata);
  }

  @Override
  public int hashCode() {
    return fields.hashCode() * 31 + metadata.hashCode();
  }

  @Override
  public String toString() {
    return fields.toString();
  }
}
