package io.vgi.internal.dispatch;

import io.vgi.internal.wire.DialectCall;
import io.vgi.internal.wire.Feature;
import io.vgi.rpc.internal.codec.WireRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the client of an attach reads constraints that are records, as it said when it attached. */
enum ConstraintProfile {
  /** Not at all. */
  NONE(0),
  /** All but those with SQL texts. */
  RECORDS(1),
  /** All. */
  EXPRESSIONS(2);

  private static final String READ_RECORDS = "vgi.constraint.records.read.v1";
  private static final String READ_EXPRESSIONS = "vgi.expression.duckdb.scalar.v1";
  private static final String CAPABILITIES = "CatalogCapabilities";

  private final int mark;

  ConstraintProfile(int mark) {
    this.mark = mark;
  }

  /** What stands for it in the data of an attach. */
  int mark() {
    return mark;
  }

  /** What the client that attaches offers and this worker has. */
  static ConstraintProfile asked(DialectCall call, WireRecord request) {
    if (!call.dialect().has(Feature.CONSTRAINT_RECORDS)) {
      return NONE;
    }
    byte[] client = nested(request.bytes("client_capabilities"));
    byte[] catalog =
        client == null ? null : nested(call.decode("ClientCapabilities", client).bytes("catalog"));
    List<String> read = catalog == null ? null : call.decode(CAPABILITIES, catalog).list("read");
    if (read == null || !read.contains(READ_RECORDS)) {
      return NONE;
    }
    return read.contains(READ_EXPRESSIONS) ? EXPRESSIONS : RECORDS;
  }

  private static byte @Nullable [] nested(byte @Nullable [] stream) {
    return stream == null || stream.length == 0 ? null : stream;
  }

  /** Tells in the answer to an attach what there is and what was agreed on. */
  void tell(DialectCall call, WireRecord answer) {
    if (call.dialect().has(Feature.CONSTRAINT_RECORDS)) {
      answer
          .set("catalog_capabilities", EXPRESSIONS.encoded(call))
          .set("selected_capabilities", encoded(call));
    }
  }

  private byte[] encoded(DialectCall call) {
    List<String> read = new ArrayList<>();
    if (this != NONE) {
      read.add(READ_RECORDS);
    }
    if (this == EXPRESSIONS) {
      read.add(READ_EXPRESSIONS);
    }
    return call.encode(CAPABILITIES, WireRecord.named(CAPABILITIES).set("read", read));
  }

  /** Whether {@code mark} stands for a profile, which no byte of a name does. */
  static boolean isMark(byte mark) {
    return mark >= 0 && mark <= EXPRESSIONS.mark;
  }

  static ConstraintProfile of(byte mark) {
    return switch (mark) {
      case 1 -> RECORDS;
      case 2 -> EXPRESSIONS;
      default -> NONE;
    };
  }
}
