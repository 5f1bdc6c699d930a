package io.vgi.internal.dispatch;

import io.vgi.function.TableFunction;
import io.vgi.internal.bind.RecordCodec;
import io.vgi.internal.bind.TypeArguments;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** How the cursors of table functions travel, where they can. Any thread. */
final class CursorCodecs {
  private final Map<Class<?>, Optional<RecordCodec<Object>>> codecs = new ConcurrentHashMap<>();

  /** The codec of the cursors of {@code function}; null when they are no plain records. */
  @Nullable RecordCodec<Object> of(TableFunction<?> function) {
    return codecs.computeIfAbsent(function.getClass(), CursorCodecs::find).orElse(null);
  }

  @SuppressWarnings("unchecked") // a cursor only ever comes from the function itself
  private static Optional<RecordCodec<Object>> find(Class<?> type) {
    try {
      Class<?> cursor = TypeArguments.of(type, TableFunction.class, 0);
      return cursor.isRecord() && !AutoCloseable.class.isAssignableFrom(cursor)
          ? Optional.of((RecordCodec<Object>) RecordCodec.of(cursor))
          : Optional.empty();
    } catch (IllegalArgumentException notPlain) {
      // such a cursor stays in its process, which the stream says to those who ask
      return Optional.empty();
    }
  }
}
