package io.vgi.internal.wire;

import io.vgi.rpc.internal.codec.WireRecord;
import java.util.ArrayList;
import java.util.List;

/**
 * What a revision of the protocol changed in its records, told both ways. Fields that were only
 * added or dropped need no telling: requests are read by name, answers are written by the schemas.
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

  /** What came after {@code revision}, the oldest change first. */
  static Change[] before(String revision) {
    if (Feature.compare(revision, "2.0") >= 0) {
      return NONE;
    }
    List<Change> changes = new ArrayList<>();
    for (Change change : new Change[] {new FilterGroups(), new RealNulls(), new SchemaPaths()}) {
      if (Feature.compare(revision, change.revision) < 0) {
        changes.add(change);
      }
    }
    return changes.toArray(NONE);
  }

  /** Makes {@code request}, as it was before the change, as it is since. */
  void lift(WireRecord request) {}

  /** Makes {@code answer} as it was before the change. */
  void lower(WireRecord answer) {}
}
