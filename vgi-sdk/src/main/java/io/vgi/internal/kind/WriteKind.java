package io.vgi.internal.kind;

import io.vgi.function.FunctionSpec;
import io.vgi.function.ResultMode;
import io.vgi.function.SqlFunction;
import io.vgi.function.TableShape;
import io.vgi.function.Write;
import io.vgi.internal.bind.BindRequest;
import io.vgi.internal.call.BindCall;
import io.vgi.internal.call.Binding;
import io.vgi.internal.call.ScanCall;
import io.vgi.internal.call.WriteCall;
import io.vgi.internal.call.WriteOptions;
import io.vgi.internal.call.WriteTarget;
import io.vgi.internal.filter.FilterSet;
import io.vgi.internal.stream.WriteStream;
import io.vgi.rpc.ServerStream;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireSchema;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.arrow.vector.types.pojo.Field;

/** What writes to tables. */
final class WriteKind extends RowKind {
  private static final String INPUT = "INPUT";
  private static final Column<?> COUNT = Column.bigint("count").notNull();

  private final WriteFunction function;
  private final WriteTarget target;

  WriteKind(WriteFunction function, FunctionSpec spec) {
    super(spec);
    this.function = function;
    this.target = function.target();
  }

  @Override
  SqlFunction function() {
    return function;
  }

  @Override
  FunctionSpec.Kind declared() {
    return FunctionSpec.Kind.TABLE_IN_OUT;
  }

  @Override
  int headingIndex() {
    return 3;
  }

  @Override
  public boolean needsState() {
    return false;
  }

  @Override
  boolean takesRows() {
    return true;
  }

  @Override
  boolean finishes() {
    return false;
  }

  @Override
  public void checkRequest(BindRequest request) {
    super.checkRequest(request);
    WireSchema input = request.input();
    for (Field given : input == null ? List.<Field>of() : input.decoded().fields()) {
      if (!isColumn(given.getName())) {
        throw VgiException.invalidArgument(
            "Table '" + target.table() + "' has no column '" + given.getName() + "' to write");
      }
    }
  }

  private boolean isColumn(String name) {
    Column<?> rowId = target.rowId();
    if (rowId != null && rowId.name().equalsIgnoreCase(name)) {
      return target.operation() != Write.Operation.INSERT;
    }
    for (Column<?> column : target.columns()) {
      if (column.name().equalsIgnoreCase(name)) {
        return true;
      }
    }
    return target.isGenerated(name);
  }

  @Override
  public Binding bind(BindCall call) {
    WriteOptions wanted = WriteOptions.read(call.find(WriteFunction.OPTIONS), call.allocator());
    if (!target.writer().conflicts().contains(wanted.conflict())) {
      throw VgiException.unsupported(
          "Table '" + target.table() + "' does not support ON CONFLICT DO NOTHING");
    } else if (wanted.mode().compareTo(target.announced()) > 0) {
      throw VgiException.unsupported(
          "Table '"
              + target.table()
              + "' does not support result mode '"
              + word(wanted.mode())
              + "' for "
              + target.operation()
              + " (maximum is '"
              + word(target.announced())
              + "')");
    }
    ResultMode most = target.writer().most();
    // a table that announces more than its writer tells is there to see clients refuse it
    ResultMode mode = wanted.mode().compareTo(most) > 0 ? most : wanted.mode();
    call.keep(new WriteOptions(mode, wanted.conflict(), wanted.conflictColumns()));
    return call.binding(
        mode == ResultMode.COUNT ? TableShape.of(List.of(COUNT)) : TableShape.of(told(mode)));
  }

  private static String word(ResultMode mode) {
    return mode.name().toLowerCase(Locale.ROOT);
  }

  /** The columns of the rows that are told. */
  private List<Column<?>> told(ResultMode mode) {
    if (mode != ResultMode.CHANGES) {
      return target.columns();
    }
    SqlType row = SqlType.struct(target.columns().toArray(new Column<?>[0]));
    return List.of(Column.of("old", row), Column.of("new", row));
  }

  @Override
  public ServerStream open(StreamOpening opening) throws Exception {
    return write(opening);
  }

  private WriteStream write(StreamOpening opening) throws Exception {
    if (!INPUT.equals(opening.phase())) {
      throw noPhase(opening.phase());
    }
    Binding binding = opening.binding();
    byte[] execution = opening.execution().scope();
    WriteCall call = new WriteCall(binding, opening.rpc().context(), execution, target);
    boolean tells = call.mode() != ResultMode.COUNT;
    Binding rows = tells ? binding : rows(binding);
    int[] projection = new int[tells ? rows.output().size() : 0];
    for (int i = 0; i < projection.length; i++) {
      projection[i] = i;
    }
    ScanCall told =
        new ScanCall(
            rows,
            opening.rpc().context(),
            execution,
            ScanCall.Hints.NONE,
            projection,
            FilterSet.NONE);
    return opening.open(InitHeader.UNLIMITED, header -> new WriteStream(call, told, header));
  }

  /** The rows that a writer may tell although only their number counts. */
  private Binding rows(Binding binding) {
    List<Field> fields = new ArrayList<>(target.columns().size());
    for (Column<?> column : target.columns()) {
      fields.add(column.field());
    }
    return new Binding(
        binding.parameters(),
        binding.state(),
        WireSchema.of(fields),
        TableShape.of(target.columns()),
        binding.kept());
  }

  @Override
  public ServerStream resume(StreamOpening opening, byte[] place) throws Exception {
    return write(opening).resume(place);
  }
}
