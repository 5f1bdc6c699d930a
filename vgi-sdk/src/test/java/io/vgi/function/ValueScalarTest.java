package io.vgi.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.catalog.Catalog;
import io.vgi.testing.LocalWorker;
import io.vgi.type.ValueCodec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ValueScalarTest {
  @Test
  void nullReachesOnlyTheInputThatTakesIt() {
    ValueCodec<Long> number = ValueCodec.of(Long.class);
    Catalog catalog =
        Catalog.named("c")
            .function(
                ScalarFunction.of(
                    "plus", number.optional(), number, number, (a, b) -> a.orElse(10L) + b))
            .function(
                ScalarFunction.of(
                    "both",
                    number.optional(),
                    number.optional(),
                    number,
                    (a, b) -> a.or(() -> Optional.of(1L)).get() + b.orElse(2L)))
            .build();
    try (LocalWorker worker = LocalWorker.of(catalog)) {
      List<Long> left = Arrays.asList(1L, null, 1L, null);
      List<Long> right = Arrays.asList(2L, 2L, null, null);
      assertThat(worker.scalar("plus").of(left, right))
          .isEqualTo(Arrays.asList(3L, 12L, null, null));
      assertThat(worker.scalar("both").of(left, right)).isEqualTo(List.of(3L, 3L, 3L, 3L));
    }
  }
}
