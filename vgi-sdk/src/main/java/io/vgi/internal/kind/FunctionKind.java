package io.vgi.internal.kind;

import io.vgi.function.AggregateFunction;
import io.vgi.function.BufferingFunction;
import io.vgi.function.CopyFromFunction;
import io.vgi.function.CopyToFunction;
import io.vgi.function.FunctionSpec;
import io.vgi.function.InOutFunction;
import io.vgi.function.ScalarFunction;
import io.vgi.function.ScanFunction;
import io.vgi.function.SqlFunction;
import io.vgi.internal.bind.BindRequest;
import io.vgi.internal.bind.FunctionEntry;
import io.vgi.internal.call.BindCall;
import io.vgi.internal.call.Binding;
import io.vgi.internal.call.BoundCall;
import io.vgi.internal.call.ScanCall;
import io.vgi.internal.start.ClassLoading;
import io.vgi.rpc.ServerStream;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.state.StateCodec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is done with the functions of one kind: how a declaration is checked, a call bound, the
 * function listed, its streams opened. All that tells kinds apart is here and in the classes below;
 * one that is added becomes a case of {@link #of(SqlFunction, FunctionSpec)}.
 */
public abstract sealed class FunctionKind permits ValueKind, RowKind, CopyKind {
  /** What messages call functions that give rows. */
  public static final String ROWS = "table function";

  private static final List<String> HEADINGS =
      List.of(
          "Scalar functions",
          "Aggregate functions",
          "Table functions",
          "Row functions",
          "COPY formats");

  /**
   * Whether classes were looked into already: when an archive was made the same jar declared its
   * catalogs and there would be none had one been refused. Whoever calls a function whose class is
   * wrong all the same, since a catalog depends on its surroundings, is told then.
   */
  private static final boolean KNOWN_CLASSES = ClassLoading.isArchived();

  /** The part of a scan that has no parts. */
  static final byte[] WHOLE = {};

  private final FunctionSpec spec;

  FunctionKind(FunctionSpec spec) {
    this.spec = spec;
  }

  /** The kind of {@code function}, with its declaration. */
  public static FunctionKind of(SqlFunction function, FunctionSpec spec) {
    if (function instanceof ScalarFunction<?> scalar) {
      return new ScalarKind(scalar, spec);
    } else if (function instanceof ScanFunction<?> table) {
      return new TableKind(table, spec);
    } else if (function instanceof WriteFunction write) {
      return new WriteKind(write, spec);
    } else if (function instanceof InOutFunction inOut) {
      return new InOutKind(inOut, spec);
    } else if (function instanceof BufferingFunction<?, ?> buffering) {
      return new BufferingKind<>(buffering, spec);
    } else if (function instanceof CopyFromFunction<?> reader) {
      return new CopyFromKind(reader, spec);
    } else if (function instanceof CopyToFunction<?> writer) {
      return new CopyToKind<>(writer, spec);
    }
    return new AggregateKind((AggregateFunction<?, ?>) function, spec);
  }

  /** The kind of a function in its schema. */
  public static FunctionKind of(FunctionEntry entry) {
    return of(entry.function(), entry.spec());
  }

  /** The declaration. */
  final FunctionSpec spec() {
    return spec;
  }

  /** The function. */
  abstract SqlFunction function();

  /** What its spec must declare. */
  abstract FunctionSpec.Kind declared();

  /** What messages call such a function. */
  public abstract String title();

  /** What messages call this very function. */
  public final String named() {
    return title() + " '" + spec.name() + "'";
  }

  /** The headings under which people read of functions, in their order. */
  public static List<String> headings() {
    return HEADINGS;
  }

  /** The one of {@link #headings} for such a function. */
  public final String heading() {
    return HEADINGS.get(headingIndex());
  }

  abstract int headingIndex();

  /** The kind of object that listings ask for. */
  public abstract String objectType();

  /** The kind of function in the records of listings. */
  abstract String functionType();

  /** Whether it gives one value, not rows. */
  public abstract boolean givesValue();

  /** Whether executions leave something in the state store. */
  public abstract boolean needsState();

  /**
   * Says what is wrong with the declaration.
   *
   * @param listed whether SQL can call the function, or tables alone
   */
  public final void check(boolean listed, List<String> faults) {
    SpecFaults found = new SpecFaults(this, faults);
    if (spec.kind() != declared()) {
      found.add(
          "is declared by "
              + spec.kind().declaration()
              + "; its class wants "
              + declared().declaration());
      return;
    }
    checkInput(found);
    checkOutput(found, listed);
    if (!KNOWN_CLASSES) {
      checkClass(found);
      checkCodecs(found);
      checkState(found);
    }
    checkParameters(found);
  }

  void checkInput(SpecFaults faults) {}

  void checkOutput(SpecFaults faults, boolean listed) {}

  /** What the class of the function gives for the type parameters of its kind. */
  void checkClass(SpecFaults faults) {}

  /** What travels to other processes. */
  void checkCodecs(SpecFaults faults) {}

  /** The codec of the states that travel; null when there are none. */
  @Nullable StateCodec<?> stateCodec() {
    return null;
  }

  private void checkState(SpecFaults faults) {
    try {
      StateCodec<?> codec = stateCodec();
      if (codec != null) {
        codec.check();
      }
    } catch (IllegalArgumentException wrong) {
      faults.add(
          "cannot keep its state: " + wrong.getMessage() + "; override stateCodec() for another");
    }
  }

  void checkParameters(SpecFaults faults) {}

  /** Sets the fields of {@code FunctionInfo} that depend on the kind. */
  public void describe(WireRecord info) {
    info.set("function_type", functionType()).set("distinct_dependent", "NOT_DISTINCT_DEPENDENT");
  }

  /** Refuses a bind request with rows where the function takes none, and the other way round. */
  public void checkRequest(BindRequest request) {}

  /** Runs the function's bind. */
  public abstract Binding bind(BindCall call) throws Exception;

  /** Opens a stream. */
  public abstract ServerStream open(StreamOpening opening) throws Exception;

  /** Opens a stream that goes on at {@code place}, which an earlier one told. */
  public abstract ServerStream resume(StreamOpening opening, byte[] place) throws Exception;

  /** What a stream of {@code phase} does besides giving batches, as messages say it; or empty. */
  public String doing(@Nullable String phase) {
    return "";
  }

  /** What EXPLAIN ANALYZE shows of a scan that ran. */
  public Map<String, String> profile(BoundCall call) throws Exception {
    return Map.of();
  }

  /** The parts of a scan as bytes; one without parts has one, which stands for all of it. */
  public List<byte[]> splits(ScanCall scan, SplitTokens tokens) throws Exception {
    return List.of(WHOLE);
  }

  final VgiException noPhase(@Nullable String phase) {
    return VgiException.invalidArgument("Function '" + spec.name() + "' has no phase " + phase);
  }

  final void refusePhase(StreamOpening opening) {
    String phase = opening.phase();
    if (phase != null) {
      throw noPhase(phase);
    }
  }
}
