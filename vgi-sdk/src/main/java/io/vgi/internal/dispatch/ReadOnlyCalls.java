package io.vgi.internal.dispatch;

import io.vgi.internal.wire.DialectCall;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.internal.codec.WireRecord;
import java.util.List;

/** Statements that would change a catalog: understood, then refused. */
final class ReadOnlyCalls implements MethodFamily {
  private static final String PREFIX = "catalog_";

  @Override
  public List<String> methods() {
    return List.of("catalog_create", "catalog_drop");
  }

  @Override
  public WireRecord handle(DialectCall call, WireRecord request) {
    throw refused(call);
  }

  static VgiException refused(DialectCall call) {
    String statement = call.method().substring(PREFIX.length()).replace('_', ' ');
    return VgiException.unsupported("Refused, " + statement + ": the catalog is read-only");
  }
}
