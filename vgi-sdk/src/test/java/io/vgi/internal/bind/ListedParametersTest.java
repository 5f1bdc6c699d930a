package io.vgi.internal.bind;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.function.FunctionSpec;
import io.vgi.param.Arg;
import org.junit.jupiter.api.Test;

/** Clients see parameters in one order, whatever the order of the declaration. */
class ListedParametersTest {
  @Test
  void namedOnesFollowByName() {
    FunctionSpec spec =
        FunctionSpec.table("f")
            .args(
                Arg.bigint("z").named().orElse(1L),
                Arg.bigint("y"),
                Arg.bigint("b").named().orElse(2L),
                Arg.bigint("x").optional())
            .build();

    assertThat(ListedParameters.of(spec))
        .extracting(FunctionSpec.Param::name)
        .containsExactly("y", "x", "b", "z");
  }
}
