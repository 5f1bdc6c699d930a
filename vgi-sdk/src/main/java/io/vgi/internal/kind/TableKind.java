package io.vgi.internal.kind;

import io.vgi.function.FunctionSpec;
import io.vgi.function.FunctionSpec.Param;
import io.vgi.function.ScanFunction;
import io.vgi.function.SplittableTableFunction;
import io.vgi.function.SqlFunction;
import io.vgi.function.TableFunction;
import io.vgi.internal.bind.BindRequest;
import io.vgi.internal.call.BindCall;
import io.vgi.internal.call.Binding;
import io.vgi.internal.call.BoundCall;
import io.vgi.internal.call.ScanCall;
import io.vgi.internal.codec.RecordCodec;
import io.vgi.internal.codec.TypeArguments;
import io.vgi.internal.stream.CursorReader;
import io.vgi.internal.stream.SplitReader;
import io.vgi.internal.stream.TableStream;
import io.vgi.internal.stream.TableStream.Part;
import io.vgi.param.Arg;
import io.vgi.rpc.ServerStream;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.internal.codec.WireRecord;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Functions that give rows and take none. */
final class TableKind extends RowKind {
  private final ScanFunction<?> function;

  TableKind(ScanFunction<?> function, FunctionSpec spec) {
    super(spec);
    this.function = function;
  }

  @Override
  SqlFunction function() {
    return function;
  }

  @Override
  FunctionSpec.Kind declared() {
    return FunctionSpec.Kind.TABLE;
  }

  private boolean isSplittable() {
    return function instanceof SplittableTableFunction<?, ?>;
  }

  @Override
  int headingIndex() {
    return 2;
  }

  @Override
  public boolean needsState() {
    return isSplittable();
  }

  @Override
  boolean takesRows() {
    return false;
  }

  @Override
  boolean finishes() {
    return false;
  }

  @Override
  void checkOutput(SpecFaults faults, boolean listed) {
    if (spec().output().isEmpty() && SpecFaults.inheritsBind(function, ScanFunction.class)) {
      faults.add("gives no columns: declare them with returns(…), or override bind");
    }
    for (Param param : spec().params()) {
      Arg<?> arg = param.arg();
      if (listed && arg != null && arg.isOptional() && !arg.isNamed()) {
        faults.add(
            "has a default for '"
                + param.name()
                + "', which is given by position, so no call can leave it out; make it named()");
      }
    }
  }

  @Override
  void checkCodecs(SpecFaults faults) {
    if (isSplittable()) {
      try {
        RecordCodec.check(TypeArguments.of(function.getClass(), SplittableTableFunction.class, 1));
      } catch (IllegalArgumentException wrong) {
        faults.add("cannot be served: " + wrong.getMessage());
      }
    }
    CursorCodecs.check(function, faults);
  }

  @Override
  public void describe(WireRecord info) {
    super.describe(info);
    info.set("supports_splits", isSplittable());
  }

  @Override
  public void checkRequest(BindRequest request) {
    if (request.input() != null) {
      throw VgiException.invalidArgument(
          "Table function '" + request.function() + "' takes no input rows");
    }
  }

  @Override
  public Binding bind(BindCall call) throws Exception {
    return call.binding(function.bind(call));
  }

  @Override
  public Map<String, String> profile(BoundCall call) throws Exception {
    return function.profile(call);
  }

  @Override
  public List<byte[]> splits(ScanCall scan, SplitTokens tokens) throws Exception {
    return function instanceof SplittableTableFunction<?, ?> splittable
        ? tokens.plan(splittable, scan)
        : super.splits(scan, tokens);
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
    refusePhase(opening);
    ScanCall scan = opening.scan();
    CursorCodecs cursors = opening.services().cursors();
    if (function instanceof SplittableTableFunction<?, ?> splittable) {
      return split(opening, scan, splittable);
    }
    TableFunction<?> whole = (TableFunction<?>) function;
    // every stream but the first would read all of it again
    SplitReader parts =
        new SplitReader(
            List.of(WHOLE), (token, at) -> part(cursors, scan, at, () -> whole.open(scan)));
    return opening.open(1, header -> new TableStream(scan, parts, header));
  }

  private TableStream split(
      StreamOpening opening, ScanCall scan, SplittableTableFunction<?, ?> splittable)
      throws Exception {
    CursorCodecs cursors = opening.services().cursors();
    SplitTokens tokens = opening.services().splits();
    SplitReader.Opener opener =
        (token, at) -> part(cursors, scan, at, () -> tokens.open(splittable, scan, token));
    List<byte[]> planned = opening.request().list("split_tokens");
    if (planned != null) {
      SplitReader parts = new SplitReader(tokens.unseal(scan, opening.bindCall(), planned), opener);
      return opening.open(InitHeader.UNLIMITED, header -> new TableStream(scan, parts, header));
    }
    SplitQueue queue =
        new SplitQueue(opening.services().store(), opening.execution().scope(), scan.spec().name());
    if (opening.isSecondary()) {
      SplitReader parts = new SplitReader(queue, opener);
      return opening.open(InitHeader.UNLIMITED, header -> new TableStream(scan, parts, header));
    }
    List<byte[]> all = tokens.plan(splittable, scan);
    long streams = Math.min(spec().parallel(), Math.max(1, all.size()));
    SplitReader parts =
        streams == 1 ? new SplitReader(all, opener) : new SplitReader(queue.with(all), opener);
    return opening.open(streams, header -> new TableStream(scan, parts, header));
  }

  private interface Beginning {
    Object cursor() throws Exception;
  }

  private Part part(CursorCodecs cursors, ScanCall scan, byte @Nullable [] at, Beginning beginning)
      throws Exception {
    RecordCodec<Object> codec = cursors.of(function);
    if (at == null) {
      return new CursorReader(function, scan, beginning.cursor(), codec);
    } else if (codec == null) {
      throw new IllegalStateException(
          "The cursor of a scan of '"
              + spec().name()
              + "' cannot be read back: "
              + cursors.why(function));
    }
    return new CursorReader(function, scan, codec.decode(at), codec);
  }
}
