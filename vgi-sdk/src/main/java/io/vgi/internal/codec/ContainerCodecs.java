package io.vgi.internal.codec;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Values that are made of others. */
final class ContainerCodecs {
  private ContainerCodecs() {}

  /** Keeps null. */
  record NullableCodec(ValueCodec value) implements ValueCodec {
    @Override
    public void write(@org.jspecify.annotations.Nullable Object given, DataOutput out)
        throws IOException {
      out.writeBoolean(given != null);
      if (given != null) {
        value.write(given, out);
      }
    }

    @Override
    @SuppressWarnings("NullAway") // null is what was written
    public Object read(DataInput in) throws IOException {
      return in.readBoolean() ? value.read(in) : null;
    }
  }

  /** A list, or a set in its order. */
  record CollectionCodec(ValueCodec element, boolean distinct) implements ValueCodec {
    @Override
    public void write(Object value, DataOutput out) throws IOException {
      Collection<?> all = (Collection<?>) value;
      out.writeInt(all.size());
      for (Object one : all) {
        element.write(one, out);
      }
    }

    @Override
    public Object read(DataInput in) throws IOException {
      int size = ValueCodec.length(in, 1);
      if (distinct) {
        Set<Object> set = new LinkedHashSet<>();
        for (int i = 0; i < size; i++) {
          set.add(element.read(in));
        }
        return set;
      }
      List<Object> list = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        list.add(element.read(in));
      }
      return list;
    }
  }

  /** A map in its order. */
  record MapCodec(ValueCodec key, ValueCodec value) implements ValueCodec {
    @Override
    public void write(Object given, DataOutput out) throws IOException {
      Map<?, ?> map = (Map<?, ?>) given;
      out.writeInt(map.size());
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        key.write(entry.getKey(), out);
        value.write(entry.getValue(), out);
      }
    }

    @Override
    public Object read(DataInput in) throws IOException {
      int size = ValueCodec.length(in, 2);
      Map<Object, Object> map = new LinkedHashMap<>();
      for (int i = 0; i < size; i++) {
        Object name = key.read(in);
        map.put(name, value.read(in));
      }
      return map;
    }
  }

  /** A value or none. */
  record OptionalCodec(ValueCodec value) implements ValueCodec {
    @Override
    public void write(Object given, DataOutput out) throws IOException {
      Optional<?> optional = (Optional<?>) given;
      out.writeBoolean(optional.isPresent());
      if (optional.isPresent()) {
        value.write(optional.get(), out);
      }
    }

    @Override
    public Object read(DataInput in) throws IOException {
      return in.readBoolean() ? Optional.of(value.read(in)) : Optional.empty();
    }
  }

  /** An array, of primitives as well. */
  record ArrayCodec(Class<?> component, ValueCodec element) implements ValueCodec {
    @Override
    public void write(Object value, DataOutput out) throws IOException {
      int length = Array.getLength(value);
      out.writeInt(length);
      for (int i = 0; i < length; i++) {
        element.write(Array.get(value, i), out);
      }
    }

    @Override
    public Object read(DataInput in) throws IOException {
      int length = ValueCodec.length(in, 1);
      Object array = Array.newInstance(component, length);
      for (int i = 0; i < length; i++) {
        Array.set(array, i, element.read(in));
      }
      return array;
    }
  }

  /** A constant by its name. */
  record EnumCodec(Class<?> type) implements ValueCodec {
    @Override
    public void write(Object value, DataOutput out) throws IOException {
      ScalarCodec.text(((Enum<?>) value).name(), out);
    }

    @Override
    public Object read(DataInput in) throws IOException {
      String name = ScalarCodec.text(in);
      for (Object member : type.getEnumConstants()) {
        if (((Enum<?>) member).name().equals(name)) {
          return member;
        }
      }
      throw new IllegalArgumentException(type.getSimpleName() + " has no member '" + name + "'");
    }
  }

  /** One of the kinds that a sealed type permits, by its place among them. */
  record SealedCodec(Class<?> type, List<Class<?>> kinds, List<ValueCodec> codecs)
      implements ValueCodec {
    @Override
    public void write(Object value, DataOutput out) throws IOException {
      for (int i = 0; i < codecs.size(); i++) {
        if (kinds.get(i).isInstance(value)) {
          out.writeInt(i);
          codecs.get(i).write(value, out);
          return;
        }
      }
      throw new IllegalArgumentException(type.getName() + " permits no " + value.getClass());
    }

    @Override
    public Object read(DataInput in) throws IOException {
      int kind = in.readInt();
      if (kind < 0 || kind >= codecs.size()) {
        throw new IllegalArgumentException(type.getName() + " has no kind " + kind);
      }
      return codecs.get(kind).read(in);
    }
  }
}
