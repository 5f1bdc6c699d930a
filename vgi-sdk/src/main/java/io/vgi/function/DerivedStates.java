package io.vgi.function;

import io.vgi.internal.codec.TypeArguments;
import io.vgi.state.StateCodec;
import java.lang.reflect.Type;
import java.util.List;

/** The codecs of states whose functions give none, by the type that they declare. */
final class DerivedStates {
  private static final List<Class<?>> KINDS =
      List.of(
          AggregateFunction.class,
          BufferingFunction.class,
          FinishingFunction.class,
          CopyToFunction.class);

  private static final ClassValue<StateCodec<?>> CODECS =
      new ClassValue<>() {
        @Override
        protected StateCodec<?> computeValue(Class<?> function) {
          for (Class<?> kind : KINDS) {
            if (kind.isAssignableFrom(function)) {
              Type state = TypeArguments.type(function, kind, 0);
              return StateCodec.of(state == null ? kind.getTypeParameters()[0] : state);
            }
          }
          throw new IllegalArgumentException(function.getName() + " has no state");
        }
      };

  private DerivedStates() {}

  /** The codec of the state of {@code function}. */
  @SuppressWarnings("unchecked") // it is the function's own type argument
  static <S> StateCodec<S> of(SqlFunction function) {
    return (StateCodec<S>) CODECS.get(function.getClass());
  }
}
