package io.vgi.type;

import io.vgi.type.ValueCodec.Reader;
import io.vgi.type.ValueCodec.Writer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.UnionVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** The records of a sealed interface as the members of a UNION. */
final class UnionForm extends JavaForm {
  private final Class<?> java;
  private final List<Kind> kinds;

  /**
   * A member.
   *
   * @param tag its name
   * @param java its record
   * @param record how the record is taken apart
   * @param value how values are held: that of the record's only component, or the record itself
   */
  record Kind(String tag, Class<?> java, RecordForm record, JavaForm value) {
    Object wrap(Object held) {
      return isBare() ? record.build(new Object[] {held}) : held;
    }

    @Nullable Object held(Object value) {
      return isBare() ? record.component(value, 0) : value;
    }

    private boolean isBare() {
      return value != record;
    }
  }

  UnionForm(SqlType type, Class<?> java, List<Kind> kinds) {
    super(type);
    this.java = java;
    this.kinds = kinds;
  }

  private int member(String tag) {
    for (int i = 0; i < kinds.size(); i++) {
      if (kinds.get(i).tag().equals(tag)) {
        return i;
      }
    }
    return -1;
  }

  private int member(Object value) {
    for (int i = 0; i < kinds.size(); i++) {
      if (kinds.get(i).java() == value.getClass()) {
        return i;
      }
    }
    throw ValueFault.misfit(type(), value);
  }

  /** The position of a kind's member in the type. */
  private int position(int kind) {
    List<Field> children = type().children();
    for (int i = 0; i < children.size(); i++) {
      if (children.get(i).getName().equals(kinds.get(kind).tag())) {
        return i;
      }
    }
    throw new IllegalStateException(type() + " lost member " + kinds.get(kind).tag());
  }

  @Override
  Object from(Object natural) {
    Object built = orNull(natural);
    if (built == null) {
      throw ValueFault.unreadable(java.getSimpleName(), natural);
    }
    return built;
  }

  /** A member that is NULL makes the value NULL, since the wire does not tell them apart. */
  @Override
  @Nullable Object orNull(@Nullable Object natural) {
    if (natural == null) {
      return null;
    } else if (!(natural instanceof Map<?, ?> members)) {
      throw ValueFault.unreadable(java.getSimpleName(), natural);
    } else {
      for (Map.Entry<?, ?> one : members.entrySet()) {
        if (one.getValue() != null) {
          Kind kind = kind(String.valueOf(one.getKey()));
          return kind.wrap(kind.value().from(one.getValue()));
        }
      }
      return null;
    }
  }

  private Kind kind(String tag) {
    int member = member(tag);
    if (member < 0) {
      throw new ValueFault(
          "cannot be read as " + java.getSimpleName() + ": it has no '" + tag + "'");
    }
    return kinds.get(member);
  }

  @Override
  Object to(Object value) {
    Kind kind = kinds.get(member(value));
    Object held = kind.held(value);
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put(kind.tag(), held == null ? null : kind.value().to(held));
    return Collections.unmodifiableMap(members);
  }

  @Override
  int order(@Nullable Object left, @Nullable Object right) {
    return super.order(isNull(left) ? null : left, isNull(right) ? null : right);
  }

  private boolean isNull(@Nullable Object value) {
    return value == null || kinds.get(member(value)).held(value) == null;
  }

  @Override
  int compare(Object left, Object right) {
    int one = member(left);
    int other = member(right);
    if (one != other) {
      return Integer.compare(position(one), position(other));
    }
    Kind kind = kinds.get(one);
    return kind.value().order(kind.held(left), kind.held(right));
  }

  @Override
  Reader<Object> reader(FieldVector vector, Field field) {
    if (!(vector instanceof UnionVector union)) {
      return super.reader(vector, field);
    }
    int[] ids = VectorReaders.ids(field);
    List<FieldVector> members = union.getChildrenFromFields();
    List<Reader<Object>> readers = new ArrayList<>(ids.length);
    for (int i = 0; i < ids.length; i++) {
      Field child = field.getChildren().get(i);
      Kind kind = kind(child.getName());
      Reader<Object> held = kind.value().reader(members.get(i), child);
      readers.add(
          row -> {
            Object value = held.get(row);
            return value == null ? null : kind.wrap(value);
          });
    }
    return row -> {
      int member = VectorReaders.position(ids, union.getTypeValue(row));
      return member < 0 ? null : readers.get(member).get(row);
    };
  }

  @Override
  Writer<Object> writer(FieldVector vector, SqlType into) {
    if (!(vector instanceof UnionVector union)) {
      return super.writer(vector, into);
    }
    int[] ids = VectorReaders.ids(into.field(""));
    List<FieldVector> members = union.getChildrenFromFields();
    List<Writer<Object>> writers = new ArrayList<>(kinds.size());
    for (int i = 0; i < kinds.size(); i++) {
      int at = position(i);
      writers.add(
          kinds.get(i).value().writer(members.get(at), SqlType.of(into.children().get(at))));
    }
    return (row, value) -> {
      int kind = value == null ? -1 : member(value);
      int at = kind < 0 ? 0 : position(kind);
      VectorWriters.select(union, ids, row, at);
      if (value != null) {
        writers.get(kind).set(row, kinds.get(kind).held(value));
      }
    };
  }
}
