package io.vgi.internal.kind;

import io.vgi.function.BufferingFunction;
import io.vgi.function.FunctionSpec;
import io.vgi.function.SqlFunction;
import io.vgi.internal.bind.FunctionEntry;
import io.vgi.internal.call.BindCall;
import io.vgi.internal.call.Binding;
import io.vgi.internal.call.ScanCall;
import io.vgi.internal.codec.RecordCodec;
import io.vgi.internal.codec.TypeArguments;
import io.vgi.internal.stream.BufferParts;
import io.vgi.internal.stream.BufferSource;
import io.vgi.internal.stream.SplitReader;
import io.vgi.internal.stream.TableStream;
import io.vgi.rpc.ServerStream;
import io.vgi.rpc.VgiException;
import io.vgi.state.StateCodec;
import io.vgi.state.StateStore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Functions that read all of their input before they give their first row.
 *
 * @param <S> a part of the function
 * @param <C> its cursor
 */
public final class BufferingKind<S, C extends Record> extends RowKind {
  private static final String SINK = "TABLE_BUFFERING";
  private static final String SOURCE = "TABLE_BUFFERING_FINALIZE";

  private final BufferingFunction<S, C> function;

  BufferingKind(BufferingFunction<S, C> function, FunctionSpec spec) {
    super(spec);
    this.function = function;
  }

  /** The kind of {@code entry}, which must buffer its input. */
  public static BufferingKind<?, ?> of(FunctionEntry entry) {
    if (FunctionKind.of(entry) instanceof BufferingKind<?, ?> buffering) {
      return buffering;
    }
    throw VgiException.invalidArgument("'" + entry.spec().name() + "' does not buffer its input");
  }

  @Override
  SqlFunction function() {
    return function;
  }

  @Override
  FunctionSpec.Kind declared() {
    return FunctionSpec.Kind.BUFFERING;
  }

  @Override
  String functionType() {
    return "TABLE_BUFFERING";
  }

  @Override
  int headingIndex() {
    return 3;
  }

  @Override
  public boolean needsState() {
    return true;
  }

  @Override
  boolean takesRows() {
    return true;
  }

  @Override
  boolean finishes() {
    return true;
  }

  @Override
  void checkInput(SpecFaults faults) {
    if (!spec().takesTable()) {
      faults.add("takes no table; give its spec a tableInput()");
    }
  }

  @Override
  void checkCodecs(SpecFaults faults) {
    try {
      RecordCodec.check(TypeArguments.of(function.getClass(), BufferingFunction.class, 1));
    } catch (IllegalArgumentException wrong) {
      faults.add("cannot be served: " + wrong.getMessage());
    }
  }

  @Override
  StateCodec<?> stateCodec() {
    return function.stateCodec();
  }

  @Override
  public Binding bind(BindCall call) throws Exception {
    return call.binding(function.bind(call));
  }

  /** The parts of the execution of {@code scope}. */
  public BufferParts<S, C> parts(CursorCodecs cursors, StateStore store, byte[] scope) {
    return new BufferParts<>(function, cursors.ofResults(function), store, scope);
  }

  @Override
  public String doing(@Nullable String phase) {
    return SOURCE.equals(phase) ? "to give its result" : "";
  }

  @Override
  public ServerStream open(StreamOpening opening) throws Exception {
    return stream(opening);
  }

  @Override
  public ServerStream resume(StreamOpening opening, byte[] place) throws Exception {
    return resume(stream(opening), place);
  }

  private TableStream stream(StreamOpening opening) throws Exception {
    ScanCall scan = opening.scan();
    SplitReader parts = parts(opening, scan);
    return opening.open(InitHeader.UNLIMITED, header -> new TableStream(scan, parts, header));
  }

  private SplitReader parts(StreamOpening opening, ScanCall scan) {
    String phase = opening.phase();
    if (SINK.equals(phase)) {
      if (!opening.isSecondary()) {
        opening.share();
      }
      return SplitReader.none();
    } else if (!SOURCE.equals(phase)) {
      throw noPhase(phase);
    }
    byte[] scope = opening.execution().scope();
    StateStore store = opening.services().store();
    BufferParts<S, C> results = parts(opening.services().cursors(), store, scope);
    BufferSource source = new BufferSource(scan, store, scope);
    byte[] id = opening.request().needBytes("finalize_state_id");
    byte[] cursor = ResultIds.cursor(scan, opening.execution(), id);
    return new SplitReader(
        List.of(cursor), (token, at) -> results.open(source, at == null ? token : at));
  }
}
