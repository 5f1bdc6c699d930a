package io.vgi.internal.call;

import io.vgi.type.ValueCodec.Reader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the columns of one batch are read as values, found once for each key. */
final class ColumnReaders {
  private final List<Object> keys = new ArrayList<>(0);
  private final List<Class<?>> classes = new ArrayList<>(0);
  private final List<Reader<?>> readers = new ArrayList<>(0);

  /** Forgets readers of vectors that go. */
  void clear() {
    keys.clear();
    classes.clear();
    readers.clear();
  }

  @SuppressWarnings("ReferenceEquality") // keys are constants
  @Nullable Reader<?> find(Object key, Class<?> java) {
    for (int i = 0; i < keys.size(); i++) {
      if (keys.get(i) == key && classes.get(i) == java) {
        return readers.get(i);
      }
    }
    return null;
  }

  <T> Reader<T> keep(Object key, Class<?> java, Reader<T> reader) {
    keys.add(key);
    classes.add(java);
    readers.add(reader);
    return reader;
  }
}
