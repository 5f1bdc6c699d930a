package io.vgi.internal.bind;

import io.vgi.function.FunctionSpec.Param;
import io.vgi.internal.bind.CallArguments.Given;
import io.vgi.param.Arg;
import io.vgi.rpc.WireSchema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Engines count constants alone and name the parameters that they mean. A client that names none, a
 * list without names says so, has a NULL among its constants in the place of each column.
 */
final class Placeholders {
  private Placeholders() {}

  /** {@code request} without those, if it is of such a client. */
  static BindRequest removed(FunctionEntry entry, BindRequest request) {
    List<@Nullable String> names = request.argumentNames();
    WireSchema input = request.input();
    if (names == null || !names.isEmpty() || input == null) {
      return request;
    }
    List<Given> given = request.arguments().positional();
    List<Given> constants = new ArrayList<>(given.size());
    int next = 0;
    for (Param param : entry.spec().params()) {
      Arg<?> arg = param.arg();
      if (arg == null ? param.column() == null : arg.isNamed()) {
        continue;
      }
      int places = param.isVarargs() ? given.size() : 1;
      for (int i = 0; i < places && next < given.size(); i++) {
        Given one = given.get(next++);
        if (arg != null) {
          constants.add(one);
        } else if (one.value() != null) {
          // no place of a column, so this client counts constants alone too
          return request;
        }
      }
    }
    return next < given.size() || constants.size() == given.size()
        ? request
        : request.withArguments(new CallArguments(constants, request.arguments().named()));
  }
}
