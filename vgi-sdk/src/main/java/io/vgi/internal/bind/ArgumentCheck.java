package io.vgi.internal.bind;

import io.vgi.internal.bind.CallArguments.Given;
import io.vgi.param.Arg;
import io.vgi.rpc.VgiException;
import io.vgi.type.SqlType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Takes constants in the order of their declaration and refuses what breaks a rule. */
final class ArgumentCheck {
  private final String function;
  private final List<Given> positional;
  private final BindRequest request;
  private final Set<String> namesLeft;
  private int next;
  private boolean sawNull;

  /** Of one call of {@code function}. */
  public ArgumentCheck(String function, BindRequest request) {
    this.function = function;
    this.positional = request.arguments().positional();
    this.request = request;
    this.namesLeft = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    namesLeft.addAll(request.arguments().named().keySet());
  }

  /** The value for {@code arg}: a list where it repeats; adds the types given to {@code types}. */
  public @Nullable Object take(Arg<?> arg, List<SqlType> types) {
    if (arg.isVarargs()) {
      List<@Nullable Object> values = new ArrayList<>();
      while (next < positional.size()) {
        Given given = positional.get(next++);
        types.add(given.type());
        Object value = check(arg, given);
        if (value == null && !arg.type().isAny()) {
          throw VgiException.invalidArgument(what(arg) + " cannot be NULL");
        }
        values.add(value);
      }
      if (values.isEmpty()) {
        throw VgiException.invalidArgument(what(arg) + " requires at least 1 value");
      }
      return Collections.unmodifiableList(values);
    }
    Given given;
    if (arg.isNamed()) {
      given = request.arguments().named().get(arg.name());
      namesLeft.remove(arg.name());
    } else {
      given = next < positional.size() ? positional.get(next++) : null;
    }
    if (given == null) {
      if (!arg.isOptional()) {
        throw VgiException.invalidArgument(what(arg) + " is required");
      }
      return arg.fallback();
    }
    types.add(given.type());
    return check(arg, given);
  }

  private @Nullable Object check(Arg<?> arg, Given given) {
    Object raw = given.value();
    if (raw == null) {
      sawNull = true;
      return null;
    }
    return Keys.read(arg, raw, what(arg), false);
  }

  /** Refuses what no parameter took. */
  public void finish() {
    if (next < positional.size()) {
      throw VgiException.invalidArgument(
          "Function '"
              + function
              + "' was given "
              + positional.size()
              + " constants, it takes "
              + next);
    }
    if (!namesLeft.isEmpty()) {
      throw VgiException.invalidArgument(
          "Function '" + function + "' has no parameter '" + namesLeft.iterator().next() + "'");
    }
  }

  /** Whether a constant was NULL. */
  public boolean sawNull() {
    return sawNull;
  }

  private String what(Arg<?> arg) {
    return "Argument '" + arg.name() + "' of '" + function + "'";
  }
}
