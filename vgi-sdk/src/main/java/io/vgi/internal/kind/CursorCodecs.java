package io.vgi.internal.kind;

import io.vgi.function.BufferingFunction;
import io.vgi.function.ScanFunction;
import io.vgi.internal.codec.RecordCodec;
import io.vgi.internal.codec.TypeArguments;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** How the cursors of functions travel, where they can. Any thread. */
public final class CursorCodecs {
  private final Map<Class<?>, Found> codecs = new ConcurrentHashMap<>();
  private final Map<Class<?>, RecordCodec<?>> results = new ConcurrentHashMap<>();

  /** A codec, or why there is none. */
  private record Found(@Nullable RecordCodec<Object> codec, String why) {}

  /** The codec of the cursors of {@code function}; null when they stay in their process. */
  @Nullable RecordCodec<Object> of(ScanFunction<?> function) {
    return found(function).codec();
  }

  /** Why the cursors of {@code function} stay in their process. */
  String why(ScanFunction<?> function) {
    return found(function).why();
  }

  /** The codec of the places in the result of {@code function}. */
  @SuppressWarnings("unchecked") // the class is the function's own type argument
  <C extends Record> RecordCodec<C> ofResults(BufferingFunction<?, C> function) {
    return (RecordCodec<C>)
        results.computeIfAbsent(
            function.getClass(),
            type -> RecordCodec.of(TypeArguments.of(type, BufferingFunction.class, 1)));
  }

  private Found found(ScanFunction<?> function) {
    return codecs.computeIfAbsent(function.getClass(), CursorCodecs::find);
  }

  @SuppressWarnings("unchecked") // a cursor only ever comes from the function itself
  private static Found find(Class<?> type) {
    try {
      Class<?> cursor = TypeArguments.of(type, ScanFunction.class, 0);
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
