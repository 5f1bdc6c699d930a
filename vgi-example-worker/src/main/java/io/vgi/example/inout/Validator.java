package io.vgi.example.inout;

import io.vgi.function.BatchWriter;
import io.vgi.function.CacheHint;
import io.vgi.function.Rows;
import io.vgi.function.Scan;
import org.apache.arrow.vector.FieldVector;

/** Results that the engine keeps but asks about each time. */
final class Validator {
  private static final long FACTOR = 0x9E3779B97F4A7C15L;

  private Validator() {}

  /**
   * Marks the batch with a validator made of its input.
   *
   * @return whether the engine has the result already: then nothing is left to write
   */
  static boolean answers(Scan scan, Rows in, BatchWriter out) {
    String tag = of(in);
    out.cache(CacheHint.forSeconds(0).validatedBy(tag).revalidatable());
    if (!tag.equals(scan.ifNoneMatch())) {
      return false;
    }
    out.notModified();
    return true;
  }

  private static String of(Rows in) {
    long hash = in.count();
    for (int i = 0; i < in.columns().size(); i++) {
      FieldVector vector = in.vector(i);
      for (int row = 0; row < in.count(); row++) {
        hash = (hash + vector.hashCode(row)) * FACTOR;
        hash ^= hash >>> 32;
      }
    }
    return Long.toHexString(hash);
  }
}
