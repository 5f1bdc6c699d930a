package io.vgi.internal.wire;

import io.vgi.rpc.internal.codec.WireRecord;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * What a revision of the protocol changed in its records, told both ways: between the shape that
 * the model has and the shape that it has not. Fields that were only added or dropped need no
 * telling: requests are read by name, answers are written by the schemas.
 */
abstract class Change {
  private static final Change[] NONE = {};
  private final String revision;

  /**
   * Makes the change that {@code revision} made.
   *
   * @param revision the first that has it
   */
  Change(String revision) {
    this.revision = revision;
  }

  /** What lies between {@code revision} and the model, the change next to the model last. */
  static Change[] of(String revision) {
    if (Feature.compare(revision, "3.0") >= 0) {
      return new Change[] {
        new NewWords(),
        new ColumnRules(),
        new ColumnPaths(),
        new ConstraintDefinitions(),
        new MacroOverloads(),
        new IndexDefinitions()
      };
    }
    if (Feature.compare(revision, "2.0") >= 0) {
      return NONE;
    }
    List<Change> changes = new ArrayList<>();
    for (Change change :
        new Change[] {
          new FilterGroups(), new UnsortedWindows(), new RealNulls(), new SchemaPaths()
        }) {
      if (Feature.compare(revision, change.revision) < 0) {
        changes.add(change);
      }
    }
    return changes.toArray(NONE);
  }

  /**
   * Makes {@code request} one of the model.
   *
   * @param memory for reading what is nested in it
   */
  void lift(WireRecord request, BufferAllocator memory) {}

  /**
   * Makes {@code answer}, one of the model, one of {@code dialect}.
   *
   * @param memory for writing what is nested in it
   */
  void lower(WireRecord answer, Dialect dialect, BufferAllocator memory) {}
}
