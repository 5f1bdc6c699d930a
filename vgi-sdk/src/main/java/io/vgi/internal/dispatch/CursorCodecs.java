package io.vgi.internal.dispatch;

import io.vgi.function.TableFunction;
import io.vgi.internal.codec.RecordCodec;
import io.vgi.internal.codec.TypeArguments;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** How the cursors of table functions travel, where they can. Any thread. */
final class CursorCodecs {
  private final Map<Class<?>, Found> codecs = new ConcurrentHashMap<>();

  /** A codec, or why there is none. */
  private record Found(@Nullable RecordCodec<Object> codec, String why) {}

  /** The codec of the cursors of {@code function}; null when they stay in their process. */
  @Nullable RecordCodec<Object> of(TableFunction<?> function) {
    return found(function).codec();
  }

  /** Why the cursors of {@code function} stay in their process. */
  String why(TableFunction<?> function) {
    return found(function).why();
  }

  private Found found(TableFunction<?> function) {
    return codecs.computeIfAbsent(function.getClass(), CursorCodecs::find);
  }

  @SuppressWarnings("unchecked") // a cursor only ever comes from the function itself
  private static Found find(Class<?> type) {
    try {
      Class<?> cursor = TypeArguments.of(type, TableFunction.class, 0);
      if (AutoCloseable.class.isAssignableFrom(cursor)) {
        return new Found(null, cursor.getName() + " is to be closed");
      }
      return new Found((RecordCodec<Object>) RecordCodec.of(cursor), "");
    } catch (IllegalArgumentException notPlain) {
      // no catalog with such a function can be built
      return new Found(null, String.valueOf(notPlain.getMessage()));
    }
  }
}
