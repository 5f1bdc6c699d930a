package io.vgi.function;

import io.vgi.param.Arg;
import io.vgi.type.Column;
import java.util.List;

/** Collects the declaration of a {@link CopyFromFunction}. */
public final class CopyFromSpecBuilder extends FunctionSpecBuilder<CopyFromSpecBuilder> {
  CopyFromSpecBuilder(String format) {
    super(FunctionSpec.Kind.COPY_FROM, format);
  }

  /** Adds options; all go by name, and one without a default must be given. */
  @Override
  public CopyFromSpecBuilder args(Arg<?>... options) {
    return super.args(CopyToSpecBuilder.named(options));
  }

  /**
   * The columns that the format gives, in this order; a table with others is refused. Leave them
   * out when it can fill any table.
   */
  public CopyFromSpecBuilder returns(Column<?>... columns) {
    output.addAll(List.of(columns));
    return this;
  }

  @Override
  CopyFromSpecBuilder self() {
    return this;
  }
}
