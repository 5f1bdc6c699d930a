package io.vgi.example.table;

import java.nio.charset.StandardCharsets;
import org.apache.arrow.vector.VarCharVector;

/** Strings as vectors hold them. */
public final class Text {
  private Text() {}

  /** Sets one row. */
  public static void set(VarCharVector vector, int row, String text) {
    vector.setSafe(row, text.getBytes(StandardCharsets.UTF_8));
  }
}
