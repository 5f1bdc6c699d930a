package io.vgi.example.scalar;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.ScalarFunction;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.VarCharVector;

/** Text in upper case. Batches of ASCII are worked on as bytes, eight at a time. */
public final class UpperCase implements ScalarFunction<VarCharVector> {
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final int SHARP_S = 0xdf;
  private static final int CAPITAL_SHARP_S = 0x1e9e;
  private static final long ONES = 0x0101010101010101L;

  private static final Column<VarCharVector> VALUE =
      Column.varchar("value").doc("String value to uppercase");

  @Override
  public FunctionSpec spec() {
    return FunctionSpec.scalar("upper_case")
        .columns(VALUE)
        .returns(SqlType.VARCHAR)
        .doc("Converts string values to uppercase")
        .example("SELECT upper_case(name) FROM users", "Convert user names to uppercase")
        .example("SELECT upper_case(status) FROM orders WHERE id = 1", "Uppercase the status field")
        .build();
  }

  @Override
  public void eval(Call call, Rows in, VarCharVector out) {
    VarCharVector values = in.get(VALUE);
    if (in.count() == 0) {
      return;
    }
    TextCopy.shape(values, in.count(), out);
    if (!ascii(
        values.getDataBuffer(),
        TextCopy.start(values),
        TextCopy.bytes(values, in.count()),
        out.getDataBuffer())) {
      out.allocateNew();
      in.forEachRow(
          row -> out.setSafe(row, upper(new String(values.get(row), UTF_8)).getBytes(UTF_8)));
    }
  }

  /** Character by character, as DuckDB's own UPPER: the number of characters stays. */
  private static String upper(String text) {
    StringBuilder upper = new StringBuilder(text.length());
    for (int at = 0; at < text.length(); ) {
      int one = text.codePointAt(at);
      // Java has an upper case of sharp s for whole strings only, and that is two letters
      upper.appendCodePoint(one == SHARP_S ? CAPITAL_SHARP_S : Character.toUpperCase(one));
      at += Character.charCount(one);
    }
    return upper.toString();
  }

  /** Whether all of the bytes are ASCII; only then is {@code to} complete. */
  private static boolean ascii(ArrowBuf from, long start, long bytes, ArrowBuf to) {
    long at = 0;
    for (; at + Long.BYTES <= bytes; at += Long.BYTES) {
      long eight = from.getLong(start + at);
      if ((eight & HIGH_BITS) != 0) {
        return false;
      }
      to.setLong(at, upper(eight));
    }
    for (; at < bytes; at++) {
      byte one = from.getByte(start + at);
      if (one < 0) {
        return false;
      }
      to.setByte(at, (byte) upper(one));
    }
    return true;
  }

  /** Eight ASCII characters at once: no sum of two of them reaches the next byte. */
  private static long upper(long eight) {
    long fromA = eight + ONES * (0x80 - 'a');
    long beyondZ = eight + ONES * (0x80 - 'z' - 1);
    long letters = fromA & ~beyondZ & HIGH_BITS;
    return eight - (letters >>> 2);
  }
}
