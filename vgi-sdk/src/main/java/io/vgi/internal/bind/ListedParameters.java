package io.vgi.internal.bind;

import io.vgi.function.FunctionSpec;
import io.vgi.function.FunctionSpec.Param;
import java.util.ArrayList;
import java.util.List;

/** Parameters as people and clients see them: those by position, then the named ones by name. */
public final class ListedParameters {
  private ListedParameters() {}

  /** The parameters of {@code spec} in that order. */
  public static List<Param> of(FunctionSpec spec) {
    List<Param> params = new ArrayList<>(spec.params().size());
    List<Param> named = new ArrayList<>(0);
    for (Param param : spec.params()) {
      (param.arg() != null && param.arg().isNamed() ? named : params).add(param);
    }
    if (named.size() > 1) {
      named.sort((one, other) -> one.name().compareTo(other.name()));
    }
    params.addAll(named);
    return params;
  }
}
