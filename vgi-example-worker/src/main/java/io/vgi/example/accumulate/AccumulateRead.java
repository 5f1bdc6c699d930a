package io.vgi.example.accumulate;

import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.function.TableShape;
import io.vgi.param.Arg;
import io.vgi.rpc.VgiException;
import io.vgi.type.Column;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows collected under a name. */
final class AccumulateRead implements TableFunction<AccumulateRead.Position> {
  private static final Arg<String> NAME = Arg.varchar("name").doc("Name of the collection to read");

  /**
   * Where a scan stands.
   *
   * @param key the key of the last batch that was given
   */
  record Position(String key) {}

  @Override
  public FunctionSpec spec() {
    return FunctionSpec.table("accumulate_read")
        .args(NAME)
        .parallel(1)
        .doc("Read an accumulated collection's rows without modifying it")
        .categories("stateful", "utility")
        .example(
            "SELECT * FROM accumulate_read('events')", "Return all rows accumulated under 'events'")
        .build();
  }

  @Override
  public TableShape bind(Bind bind) throws Exception {
    Collection collection = Collection.of(bind, NAME);
    List<Column<?>> columns = collection.columns();
    if (columns == null) {
      throw VgiException.notFound(
          "no accumulation named '" + collection.name() + "' in this session");
    }
    return TableShape.of(Collection.withTimestamp(columns));
  }

  @Override
  public Position open(Scan scan) {
    return new Position("");
  }

  @Override
  public @Nullable Position next(Scan scan, Position at, BatchWriter out) throws Exception {
    String key = Collection.of(scan, NAME).write(at.key(), out);
    return key == null ? null : new Position(key);
  }
}
