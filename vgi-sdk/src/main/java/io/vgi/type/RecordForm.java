package io.vgi.type;

import io.vgi.type.ValueCodec.Reader;
import io.vgi.type.ValueCodec.Writer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * Records whose components are the members of a STRUCT, or those of a UNION, of which one is set.
 */
final class RecordForm extends JavaForm {
  private final Class<?> java;
  private final List<Part> parts;
  private volatile @Nullable RecordHandles handles;

  /**
   * A component.
   *
   * @param name the member's name
   * @param form how its values are held
   * @param java the component's class
   * @param doc a documentation text
   */
  record Part(String name, JavaForm form, Class<?> java, String doc) {}

  RecordForm(SqlType type, Class<?> java, List<Part> parts) {
    super(type);
    this.java = java;
    this.parts = parts;
  }

  List<Part> parts() {
    return parts;
  }

  private RecordHandles handles() {
    RecordHandles known = handles;
    if (known == null) {
      // two threads may both make them; they are the same
      known = new RecordHandles(java);
      handles = known;
    }
    return known;
  }

  /** The component at {@code index} of {@code record}. */
  @Nullable Object component(Object record, int index) {
    return handles().component(record, index);
  }

  Object build(@Nullable Object[] values) {
    for (int i = 0; i < values.length; i++) {
      Part part = parts.get(i);
      if (values[i] == null && part.java().isPrimitive()) {
        throw new ValueFault(
            "cannot be read as "
                + java.getSimpleName()
                + ": '"
                + part.name()
                + "' is NULL, which "
                + part.java()
                + " is not");
      }
    }
    return handles().build(values);
  }

  @Override
  Object from(Object natural) {
    if (!(natural instanceof Map<?, ?> members)) {
      throw ValueFault.unreadable(java.getSimpleName(), natural);
    }
    @Nullable Object[] values = new Object[parts.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = parts.get(i).form().orNull(members.get(parts.get(i).name()));
    }
    return build(values);
  }

  @Override
  Map<String, @Nullable Object> to(Object record) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    for (int i = 0; i < parts.size(); i++) {
      Object value = component(record, i);
      members.put(parts.get(i).name(), value == null ? null : parts.get(i).form().to(value));
    }
    return members;
  }

  @Override
  int compare(Object left, Object right) {
    if (type().arrow() instanceof ArrowType.Union) {
      return NaturalForm.order(type()).compare(active(left), active(right));
    }
    for (int i = 0; i < parts.size(); i++) {
      int by = parts.get(i).form().order(component(left, i), component(right, i));
      if (by != 0) {
        return by;
      }
    }
    return 0;
  }

  private Map<String, @Nullable Object> active(Object record) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    for (int i = 0; i < parts.size() && members.isEmpty(); i++) {
      Object value = component(record, i);
      if (value != null) {
        members.put(parts.get(i).name(), parts.get(i).form().to(value));
      }
    }
    if (members.isEmpty()) {
      members.put(parts.get(0).name(), null);
    }
    return members;
  }

  @Override
  Reader<Object> reader(FieldVector vector, Field field) {
    if (!(vector instanceof StructVector struct)) {
      return super.reader(vector, field);
    }
    @Nullable FieldVector[] members = new FieldVector[parts.size()];
    for (int i = 0; i < members.length; i++) {
      members[i] = child(struct, parts.get(i).name());
    }
    Reader<Object> records = reader(members);
    return row -> struct.isNull(row) ? null : records.get(row);
  }

  private static @Nullable FieldVector child(StructVector struct, String name) {
    for (FieldVector member : struct.getChildrenFromFields()) {
      if (member.getName().equals(name)) {
        return member;
      }
    }
    return null;
  }

  /** Builds records from vectors of their own for each component; none is NULL. */
  Reader<Object> reader(@Nullable FieldVector[] members) {
    List<Reader<Object>> readers = new ArrayList<>(members.length);
    for (int i = 0; i < members.length; i++) {
      JavaForm form = parts.get(i).form();
      FieldVector member = members[i];
      readers.add(
          member == null
              ? row -> form.orNull(null)
              : form.reader(member, ValueCodec.field(form.type(), member)));
    }
    return row -> {
      @Nullable Object[] values = new Object[readers.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = readers.get(i).get(row);
      }
      return build(values);
    };
  }

  @Override
  Writer<Object> writer(FieldVector vector, SqlType into) {
    if (!(vector instanceof StructVector struct)) {
      return super.writer(vector, into);
    }
    @Nullable FieldVector[] members = new FieldVector[parts.size()];
    for (int i = 0; i < members.length; i++) {
      members[i] = child(struct, parts.get(i).name());
    }
    Writer<Object> records = writer(members);
    return VectorWriters.orNull(
        struct,
        (row, value) -> {
          struct.setIndexDefined(row);
          records.set(row, value);
        });
  }

  /** Takes records apart into vectors of their own for each component; null ones are left out. */
  Writer<Object> writer(@Nullable FieldVector[] members) {
    RecordHandles known = handles();
    RecordHandles.Step[] steps = new RecordHandles.Step[members.length];
    String[] names = new String[members.length];
    int count = 0;
    for (int i = 0; i < members.length; i++) {
      FieldVector member = members[i];
      if (member != null) {
        names[count] = parts.get(i).name();
        steps[count++] = known.step(i, parts.get(i), member);
      }
    }
    int all = count;
    return (row, record) -> {
      if (record == null) {
        throw new ValueFault("a row cannot be null");
      }
      int at = 0;
      try {
        for (; at < all; at++) {
          steps[at].write(row, record);
        }
      } catch (ValueFault fault) {
        throw ValueCodec.named(names[at], fault);
      }
    };
  }
}
