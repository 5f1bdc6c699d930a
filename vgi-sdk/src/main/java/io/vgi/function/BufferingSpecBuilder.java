package io.vgi.function;

import io.vgi.function.FunctionSpec.Param;
import io.vgi.function.FunctionSpec.Trait;

/** Collects the declaration of a {@link BufferingFunction}. */
public final class BufferingSpecBuilder extends RowSpecBuilder<BufferingSpecBuilder> {
  BufferingSpecBuilder(String name) {
    super(FunctionSpec.Kind.BUFFERING, name);
  }

  /** Adds the table that the function takes its rows from, under the name {@code data}. */
  public BufferingSpecBuilder tableInput() {
    return tableInput("data");
  }

  /** Adds the table that the function takes its rows from. */
  public BufferingSpecBuilder tableInput(String parameter) {
    params.add(new Param(null, null, parameter));
    return this;
  }

  /** Which rows {@link Rows#forEachRow} visits; {@link NullHandling#DEFAULT} by default. */
  public BufferingSpecBuilder nulls(NullHandling value) {
    nulls = value;
    return this;
  }

  /** The function takes its input in order, in one stream. */
  public BufferingSpecBuilder orderedSink() {
    traits.add(Trait.ORDERED_SINK);
    return this;
  }

  /** Results are read one after the other. */
  public BufferingSpecBuilder orderedSource() {
    traits.add(Trait.ORDERED_SOURCE);
    return this;
  }

  /** The function learns of each batch where in the input it belongs. */
  public BufferingSpecBuilder inputBatchIndex() {
    traits.add(Trait.INPUT_BATCH_INDEX);
    return this;
  }

  @Override
  BufferingSpecBuilder self() {
    return this;
  }
}
