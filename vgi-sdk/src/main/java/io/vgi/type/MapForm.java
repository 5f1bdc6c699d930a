package io.vgi.type;

import io.vgi.type.ValueCodec.Reader;
import io.vgi.type.ValueCodec.Writer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** Maps, in the order of their entries. */
final class MapForm extends JavaForm {
  private final JavaForm key;
  private final JavaForm value;

  MapForm(SqlType type, JavaForm key, JavaForm value) {
    super(type);
    this.key = key;
    this.value = value;
  }

  @Override
  Reader<Object> reader(FieldVector vector, Field field) {
    if (!(vector instanceof MapVector map)) {
      return super.reader(vector, field);
    }
    List<FieldVector> pair = map.getDataVector().getChildrenFromFields();
    List<Field> fields = field.getChildren().get(0).getChildren();
    Reader<Object> maps =
        VectorReaders.map(
            map, key.reader(pair.get(0), fields.get(0)), value.reader(pair.get(1), fields.get(1)));
    return row -> map.isNull(row) ? null : maps.get(row);
  }

  @Override
  Writer<Object> writer(FieldVector vector, SqlType into) {
    if (!(vector instanceof MapVector map)) {
      return super.writer(vector, into);
    }
    List<FieldVector> pair = map.getDataVector().getChildrenFromFields();
    List<Field> fields = into.children().get(0).getChildren();
    return VectorWriters.orNull(
        map,
        VectorWriters.map(
                map,
                into,
                key.writer(pair.get(0), SqlType.of(fields.get(0))),
                value.writer(pair.get(1), SqlType.of(fields.get(1))))
            ::set);
  }

  @Override
  Object from(Object natural) {
    if (!(natural instanceof Map<?, ?> entries)) {
      throw ValueFault.unreadable("Map", natural);
    }
    Map<@Nullable Object, @Nullable Object> values = new LinkedHashMap<>();
    entries.forEach((one, of) -> values.put(key.orNull(one), value.orNull(of)));
    return Collections.unmodifiableMap(values);
  }

  @Override
  Object to(Object map) {
    Map<@Nullable Object, @Nullable Object> naturals = new LinkedHashMap<>();
    ((Map<?, ?>) map)
        .forEach(
            (one, of) ->
                naturals.put(one == null ? null : key.to(one), of == null ? null : value.to(of)));
    return naturals;
  }

  @Override
  int compare(Object left, Object right) {
    return NaturalForm.maps((Map<?, ?>) left, (Map<?, ?>) right, key::order, value::order);
  }
}
