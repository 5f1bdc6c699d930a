package io.vgi.type;

import io.vgi.type.ValueCodec.Reader;
import io.vgi.type.ValueCodec.Writer;
import java.lang.reflect.Array;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** Lists, sets and Java arrays. */
final class ListForm extends JavaForm {
  private final Class<?> java;
  private final JavaForm element;

  ListForm(SqlType type, Class<?> java, JavaForm element) {
    super(type);
    this.java = java;
    this.element = element;
  }

  @Override
  Reader<Object> reader(FieldVector vector, Field field) {
    VectorReaders.Spans spans = VectorReaders.spans(vector);
    if (spans == null) {
      return super.reader(vector, field);
    }
    Reader<List<@Nullable Object>> lists =
        VectorReaders.list(
            spans, element.reader(VectorReaders.elements(vector), field.getChildren().get(0)));
    return row -> {
      List<@Nullable Object> values = vector.isNull(row) ? null : lists.get(row);
      return values == null ? null : shaped(values);
    };
  }

  @Override
  Writer<Object> writer(FieldVector vector, SqlType into) {
    if (!(vector instanceof ListVector) && !(vector instanceof FixedSizeListVector)) {
      return super.writer(vector, into);
    }
    Writer<Object> elements =
        element.writer(VectorReaders.elements(vector), SqlType.of(into.children().get(0)));
    Writer<Object> lists = VectorWriters.list(vector, into, elements);
    return VectorWriters.orNull(vector, (row, value) -> lists.set(row, elements(value)));
  }

  @Override
  Object from(Object natural) {
    if (!(natural instanceof Collection<?> elements)) {
      throw ValueFault.unreadable(java.getSimpleName(), natural);
    }
    List<@Nullable Object> values = new ArrayList<>(elements.size());
    for (Object one : elements) {
      values.add(element.orNull(one));
    }
    return shaped(Collections.unmodifiableList(values));
  }

  private Object shaped(List<@Nullable Object> values) {
    if (java == Set.class) {
      return Collections.unmodifiableSet(new LinkedHashSet<>(values));
    } else if (!java.isArray()) {
      return values;
    }
    Object array = Array.newInstance(java.getComponentType(), values.size());
    for (int i = 0; i < values.size(); i++) {
      Object value = values.get(i);
      if (value != null) {
        Array.set(array, i, value);
      } else if (java.getComponentType().isPrimitive()) {
        throw new ValueFault("cannot be read as " + java.getSimpleName() + ": an element is NULL");
      }
    }
    return array;
  }

  private Collection<?> elements(Object value) {
    if (value instanceof Collection<?> collection) {
      return collection;
    } else if (value instanceof Object[] array) {
      return Collections.unmodifiableList(Arrays.asList(array));
    } else if (!value.getClass().isArray()) {
      throw ValueFault.misfit(type(), value);
    }
    return new AbstractList<Object>() {
      @Override
      public Object get(int index) {
        return Array.get(value, index);
      }

      @Override
      public int size() {
        return Array.getLength(value);
      }
    };
  }

  @Override
  Object to(Object value) {
    List<@Nullable Object> naturals = new ArrayList<>();
    for (Object one : elements(value)) {
      naturals.add(one == null ? null : element.to(one));
    }
    return naturals;
  }

  @Override
  int compare(Object left, Object right) {
    return NaturalForm.lists(elements(left), elements(right), element::order);
  }
}
