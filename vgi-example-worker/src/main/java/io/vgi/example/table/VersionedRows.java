package io.vgi.example.table;

import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.function.TableShape;
import io.vgi.function.TableSpecBuilder;
import io.vgi.param.Arg;
import io.vgi.rpc.VgiException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A table of which every version has columns and rows of its own. */
final class VersionedRows implements TableFunction<FixedRows.Start> {
  private final Arg<Long> version;
  private final FunctionSpec spec;
  private final List<FixedRows> versions;

  /**
   * The versions from 1 on.
   *
   * @param version the argument that chooses one
   */
  VersionedRows(TableSpecBuilder spec, Arg<Long> version, FixedRows... versions) {
    this.version = version;
    this.spec = spec.args(version).build();
    this.versions = List.of(versions);
  }

  /** The rows of {@code number}. */
  FixedRows at(long number) {
    if (number < 1 || number > versions.size()) {
      StringBuilder known = new StringBuilder();
      for (int i = 1; i <= versions.size(); i++) {
        known.append(i == 1 ? "" : ", ").append(i);
      }
      throw VgiException.invalidArgument(
          "Unknown version: " + number + ". Valid versions: [" + known + "]");
    }
    return versions.get((int) number - 1);
  }

  private FixedRows at(Call call) {
    return at(call.get(version));
  }

  @Override
  public FunctionSpec spec() {
    return spec;
  }

  @Override
  public TableShape bind(Bind bind) {
    return at(bind).bind(bind);
  }

  @Override
  public FixedRows.Start open(Scan scan) {
    return at(scan).open(scan);
  }

  @Override
  public FixedRows.@Nullable Start next(Scan scan, FixedRows.Start start, BatchWriter out) {
    return at(scan).next(scan, start, out);
  }
}
