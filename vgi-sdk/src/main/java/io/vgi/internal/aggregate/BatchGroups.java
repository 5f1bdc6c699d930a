package io.vgi.internal.aggregate;

import io.vgi.function.Groups;
import org.apache.arrow.vector.BigIntVector;
import org.jspecify.annotations.Nullable;

/** The groups of a batch's rows. */
record BatchGroups<S>(BigIntVector ids, GroupMap<S> states) implements Groups<S> {
  @Override
  public S at(int row) {
    return states.at(ids.get(row));
  }

  @Override
  public int end(int row) {
    long id = ids.get(row);
    int count = ids.getValueCount();
    int end = row + 1;
    while (end < count && ids.get(end) == id) {
      end++;
    }
    return end;
  }

  @Override
  public @Nullable S only() {
    int count = ids.getValueCount();
    // the last row tells most batches apart
    return count > 0 && ids.get(0) == ids.get(count - 1) && end(0) == count ? at(0) : null;
  }
}
