package io.vgi.internal.bind;

import io.vgi.function.FunctionSpec;
import io.vgi.function.FunctionSpec.Param;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Parameters as people and clients see them: those by position, then the named ones by name. */
public final class ListedParameters {
  private ListedParameters() {}

  /** A class, as every listing comes here. */
  private static final class ByName implements Comparator<Param> {
    @Override
    public int compare(Param one, Param other) {
      return one.name().compareTo(other.name());
    }
  }

  /** The parameters of {@code spec} in that order. */
  public static List<Param> of(FunctionSpec spec) {
    List<Param> params = new ArrayList<>(spec.params().size());
    List<Param> named = new ArrayList<>(0);
    for (Param param : spec.params()) {
      (param.arg() != null && param.arg().isNamed() ? named : params).add(param);
    }
    if (named.size() > 1) {
      named.sort(new ByName());
    }
    params.addAll(named);
    return params;
  }
}
