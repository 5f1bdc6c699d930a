package io.vgi.internal.kind;

import io.vgi.function.BufferingFunction;
import io.vgi.function.ScanFunction;
import io.vgi.function.SqlFunction;
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
    return of(function, ScanFunction.class);
  }

  /** As {@link #of(ScanFunction)}, of a function whose {@code kind} has the cursor first. */
  @Nullable RecordCodec<Object> of(SqlFunction function, Class<?> kind) {
    return found(function, kind).codec();
  }

  /** Why the cursors of {@code function} stay in their process. */
  String why(ScanFunction<?> function) {
    return why(function, ScanFunction.class);
  }

  /** As {@link #why(ScanFunction)}, of a function whose {@code kind} has the cursor first. */
  String why(SqlFunction function, Class<?> kind) {
    return found(function, kind).why();
  }

  /**
   * Why the cursors of a class of scans cannot travel, or nothing; many functions share a class.
   */
  private static final ClassValue<String> SCANS =
      new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> type) {
          return fault(type, ScanFunction.class);
        }
      };

  /** A cursor travels, or says by being closeable that it stays where it is. */
  static void check(ScanFunction<?> function, SpecFaults faults) {
    add(SCANS.get(function.getClass()), faults);
  }

  /** As {@link #check(ScanFunction, SpecFaults)}, of a function whose {@code kind} has it first. */
  static void check(SqlFunction function, Class<?> kind, SpecFaults faults) {
    add(fault(function.getClass(), kind), faults);
  }

  private static void add(String fault, SpecFaults faults) {
    if (!fault.isEmpty()) {
      faults.add(
          "has a cursor that cannot go to another process: "
              + fault
              + "; make it a record of plain values, or AutoCloseable to keep it on its connection");
    }
  }

  private static String fault(Class<?> type, Class<?> kind) {
    Class<?> cursor = TypeArguments.find(type, kind, 0);
    if (cursor == null) {
      return "its class leaves the type open";
    } else if (!AutoCloseable.class.isAssignableFrom(cursor)) {
      try {
        RecordCodec.check(cursor);
      } catch (IllegalArgumentException none) {
        return String.valueOf(none.getMessage());
      }
    }
    return "";
  }

  /** The codec of the places in the result of {@code function}. */
  @SuppressWarnings("unchecked") // the class is the function's own type argument
  <C extends Record> RecordCodec<C> ofResults(BufferingFunction<?, C> function) {
    return (RecordCodec<C>)
        results.computeIfAbsent(
            function.getClass(),
            type -> RecordCodec.of(TypeArguments.of(type, BufferingFunction.class, 1)));
  }

  private Found found(SqlFunction function, Class<?> kind) {
    Found known = codecs.get(function.getClass());
    return known != null
        ? known
        : codecs.computeIfAbsent(function.getClass(), type -> find(type, kind));
  }

  @SuppressWarnings("unchecked") // a cursor only ever comes from the function itself
  private static Found find(Class<?> type, Class<?> kind) {
    try {
      Class<?> cursor = TypeArguments.of(type, kind, 0);
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
