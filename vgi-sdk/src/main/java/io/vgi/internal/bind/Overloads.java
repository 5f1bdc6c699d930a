package io.vgi.internal.bind;

import io.vgi.function.FunctionSpec.Param;
import io.vgi.internal.bind.CallArguments.Given;
import io.vgi.param.Arg;
import io.vgi.rpc.VgiException;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** Chooses among the overloads of one name: by shape, then by how well the types fit. */
public final class Overloads {
  private Overloads() {}

  /** The overload that {@code request} calls. */
  public static FunctionEntry choose(List<FunctionEntry> overloads, BindRequest request) {
    if (overloads.size() == 1) {
      return overloads.get(0);
    }
    FunctionEntry best = null;
    int bestScore = TypeScore.NONE;
    boolean tie = false;
    for (FunctionEntry entry : overloads) {
      int score = score(entry, request);
      if (score > bestScore) {
        best = entry;
        bestScore = score;
        tie = false;
      } else if (score == bestScore && score != TypeScore.NONE) {
        tie = true;
      }
    }
    if (best == null) {
      throw VgiException.invalidArgument(
          "No overload of '" + request.function() + "' takes (" + given(request) + ")");
    } else if (tie) {
      throw VgiException.invalidArgument(
          "Ambiguous function call: several overloads of '"
              + request.function()
              + "' take ("
              + given(request)
              + ")");
    }
    return best;
  }

  /** {@code request} as the function that was chosen for it reads it. */
  public static BindRequest constants(FunctionEntry entry, BindRequest request) {
    return Placeholders.removed(entry, request);
  }

  /** How well the overload fits; {@link TypeScore#NONE} when it does not. */
  private static int score(FunctionEntry entry, BindRequest call) {
    BindRequest request = constants(entry, call);
    if (!namesMatch(entry, request.argumentNames())) {
      return TypeScore.NONE;
    }
    List<Given> constants = request.arguments().positional();
    List<Field> columns = request.input() == null ? List.of() : request.input().decoded().fields();
    int score = 0;
    int constant = 0;
    int column = 0;
    for (Param param : entry.spec().params()) {
      Arg<?> arg = param.arg();
      Column<?> declared = param.column();
      if (param.table() != null) {
        column = columns.size();
        continue;
      }
      if (arg != null && arg.isNamed()) {
        boolean given = request.arguments().named().containsKey(arg.name());
        if (!given && !arg.isOptional()) {
          return TypeScore.NONE;
        }
        continue;
      }
      int left = arg != null ? constants.size() - constant : columns.size() - column;
      int take = param.isVarargs() ? left : Math.min(1, left);
      if (take == 0 && (arg == null || !arg.isOptional())) {
        return TypeScore.NONE;
      }
      for (int i = 0; i < take; i++) {
        int one;
        if (arg != null) {
          one = TypeScore.of(arg.type(), constants.get(constant++).type());
        } else if (declared != null) {
          one = TypeScore.of(declared.type(), SqlType.of(columns.get(column++)));
        } else {
          one = TypeScore.NONE;
        }
        if (one == TypeScore.NONE) {
          return TypeScore.NONE;
        }
        score += one;
      }
    }
    boolean all = constant == constants.size() && column == columns.size();
    return all && knowsNames(entry, request) ? score : TypeScore.NONE;
  }

  private static boolean namesMatch(FunctionEntry entry, @Nullable List<@Nullable String> names) {
    if (names == null) {
      return true;
    }
    List<Param> params = entry.spec().params();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      // the values of a repeated parameter have no names
      if (name != null && (i >= params.size() || !params.get(i).name().equalsIgnoreCase(name))) {
        return false;
      }
    }
    return true;
  }

  private static boolean knowsNames(FunctionEntry entry, BindRequest request) {
    for (String name : request.arguments().named().keySet()) {
      boolean known = false;
      for (Param param : entry.spec().params()) {
        known |=
            param.arg() != null && param.arg().isNamed() && param.name().equalsIgnoreCase(name);
      }
      if (!known) {
        return false;
      }
    }
    return true;
  }

  private static String given(BindRequest request) {
    List<String> types = new ArrayList<>();
    for (Given constant : request.arguments().positional()) {
      types.add("constant " + constant.type().sql());
    }
    if (request.input() != null) {
      for (Field column : request.input().fields()) {
        types.add(SqlType.of(column).sql());
      }
    }
    return String.join(", ", types);
  }
}
