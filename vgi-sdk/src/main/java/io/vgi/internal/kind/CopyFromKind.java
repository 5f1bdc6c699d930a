package io.vgi.internal.kind;

import io.vgi.function.CopyFromFunction;
import io.vgi.function.FunctionSpec;
import io.vgi.function.SqlFunction;
import io.vgi.internal.call.BindCall;
import io.vgi.internal.call.Binding;
import io.vgi.internal.call.CopyFromCall;
import io.vgi.internal.codec.RecordCodec;
import io.vgi.internal.stream.CopyReader;
import io.vgi.internal.stream.SplitReader;
import io.vgi.internal.stream.TableStream;
import io.vgi.internal.stream.TableStream.Part;
import io.vgi.rpc.ServerStream;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireSchema;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Formats that COPY FROM reads. */
final class CopyFromKind extends CopyKind {
  private final CopyFromFunction<?> function;

  CopyFromKind(CopyFromFunction<?> function, FunctionSpec spec) {
    super(spec);
    this.function = function;
  }

  @Override
  SqlFunction function() {
    return function;
  }

  @Override
  FunctionSpec.Kind declared() {
    return FunctionSpec.Kind.COPY_FROM;
  }

  @Override
  String direction() {
    return "FROM";
  }

  @Override
  String functionType() {
    return "TABLE";
  }

  @Override
  public boolean needsState() {
    return false;
  }

  @Override
  void checkCodecs(SpecFaults faults) {
    CursorCodecs.check(function, CopyFromFunction.class, faults);
  }

  @Override
  public Binding bind(BindCall call) throws Exception {
    WireSchema expected = expected(call);
    checkColumns(call.columns());
    lookUpSecrets(call);
    function.bind(call);
    return call.bindingFrom(expected);
  }

  /** The engine casts nothing. */
  private void checkColumns(List<Column<?>> wanted) {
    List<Column<?>> given = spec().output();
    boolean same = given.isEmpty() || given.size() == wanted.size();
    for (int i = 0; same && i < given.size(); i++) {
      same =
          given.get(i).name().equalsIgnoreCase(wanted.get(i).name())
              && isSame(given.get(i).type(), wanted.get(i).type());
    }
    if (!same) {
      throw VgiException.invalidArgument(
          title()
              + " '"
              + spec().name()
              + "' gives ("
              + text(given)
              + "), but the columns to fill are ("
              + text(wanted)
              + ")");
    }
  }

  private static boolean isSame(SqlType one, SqlType other) {
    return one.sql().equals(other.sql());
  }

  private static String text(List<Column<?>> columns) {
    StringBuilder text = new StringBuilder();
    for (Column<?> column : columns) {
      text.append(text.length() == 0 ? "" : ", ").append(column);
    }
    return text.toString();
  }

  @Override
  public ServerStream open(StreamOpening opening) throws Exception {
    return stream(opening);
  }

  @Override
  public ServerStream resume(StreamOpening opening, byte[] place) throws Exception {
    return RowKind.resume(stream(opening), place);
  }

  private TableStream stream(StreamOpening opening) throws Exception {
    refusePhase(opening);
    CopyFromCall call = new CopyFromCall(opening.scan());
    CursorCodecs cursors = opening.services().cursors();
    // every stream but the first would read all of it again
    SplitReader parts = new SplitReader(List.of(WHOLE), (token, at) -> part(cursors, call, at));
    return opening.open(1, header -> new TableStream(call, parts, header));
  }

  private Object begin(CopyFromCall call) throws Exception {
    try {
      return function.open(call);
    } catch (NoSuchFileException missing) {
      // its own message is the path and nothing else
      throw new VgiException(
          VgiException.Kind.NOT_FOUND, "'" + call.path() + "' does not exist", missing);
    }
  }

  private Part part(CursorCodecs cursors, CopyFromCall call, byte @Nullable [] at)
      throws Exception {
    RecordCodec<Object> codec = cursors.of(function, CopyFromFunction.class);
    if (at == null) {
      return new CopyReader(function, call, begin(call), codec);
    } else if (codec == null) {
      throw new IllegalStateException(
          "The cursor of '"
              + spec().name()
              + "' cannot be read back: "
              + cursors.why(function, CopyFromFunction.class));
    }
    return new CopyReader(function, call, codec.decode(at), codec);
  }
}
