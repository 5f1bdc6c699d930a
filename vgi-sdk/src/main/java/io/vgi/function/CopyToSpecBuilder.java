package io.vgi.function;

import io.vgi.function.FunctionSpec.Trait;
import io.vgi.param.Arg;

/** Collects the declaration of a {@link CopyToFunction}. */
public final class CopyToSpecBuilder extends FunctionSpecBuilder<CopyToSpecBuilder> {
  CopyToSpecBuilder(String format) {
    super(FunctionSpec.Kind.COPY_TO, format);
  }

  /** Adds options; all go by name, and one without a default must be given. */
  @Override
  public CopyToSpecBuilder args(Arg<?>... options) {
    return super.args(named(options));
  }

  /** The rows come in the order of the source, from one thread. */
  public CopyToSpecBuilder ordered() {
    traits.add(Trait.ORDERED_SINK);
    return this;
  }

  static Arg<?>[] named(Arg<?>... options) {
    Arg<?>[] named = new Arg<?>[options.length];
    for (int i = 0; i < named.length; i++) {
      named[i] = options[i].named();
    }
    return named;
  }

  @Override
  CopyToSpecBuilder self() {
    return this;
  }
}
