package io.vgi.internal.bind;

import io.vgi.function.FunctionSpec.Param;
import io.vgi.internal.bind.CallArguments.Given;
import io.vgi.rpc.WireSchema;
import java.util.ArrayList;
import java.util.List;

/**
 * Some clients give a NULL among the constants in the place of each column, where engines count the
 * constants alone.
 */
final class Placeholders {
  private Placeholders() {}

  /** {@code request} without those, which are more constants than the function can take. */
  static BindRequest removed(FunctionEntry entry, BindRequest request) {
    List<Given> given = request.arguments().positional();
    WireSchema input = request.input();
    if (given.isEmpty() || input == null) {
      return request;
    }
    int most = 0;
    for (Param param : entry.spec().params()) {
      if (param.arg() != null && !param.arg().isNamed()) {
        most = param.isVarargs() ? given.size() : most + 1;
      }
    }
    return given.size() <= most ? request : removed(entry, request, input.size());
  }

  private static BindRequest removed(FunctionEntry entry, BindRequest request, int width) {
    List<Given> given = request.arguments().positional();
    List<Given> constants = new ArrayList<>(given.size());
    int columns = width;
    int next = 0;
    for (Param param : entry.spec().params()) {
      if (param.arg() != null) {
        if (!param.arg().isNamed() && next < given.size()) {
          constants.add(given.get(next++));
        }
        continue;
      }
      int places = param.column() == null ? 0 : param.isVarargs() ? columns : 1;
      for (int i = 0; i < places && next < given.size(); i++) {
        if (given.get(next++).value() != null) {
          return request;
        }
        columns--;
      }
    }
    return next < given.size()
        ? request
        : request.withArguments(new CallArguments(constants, request.arguments().named()));
  }
}
