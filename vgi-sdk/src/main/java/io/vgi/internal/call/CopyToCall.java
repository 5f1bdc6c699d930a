package io.vgi.internal.call;

import io.vgi.function.CopyTo;
import io.vgi.internal.state.CountedLog;
import io.vgi.internal.state.Receipt;
import io.vgi.rpc.CallContext;
import io.vgi.state.StateStore;
import io.vgi.state.StateStore.Entry;
import io.vgi.type.Column;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A writer of COPY at work. */
public final class CopyToCall extends BoundCall implements CopyTo {
  private static final String KEPT = "copied";
  private static final int ENTRIES = 64;
  private static final long BYTES = 4 << 20;

  private final List<Column<?>> columns = copiedColumns();
  private final CountedLog kept;
  private final @Nullable Receipt receipt;
  private final boolean writes;

  private CopyToCall(
      Binding binding,
      CallContext context,
      StateStore store,
      byte[] scope,
      @Nullable Receipt receipt,
      boolean writes) {
    super(binding, context, scope);
    this.kept = new CountedLog(store, scope, KEPT);
    this.receipt = receipt;
    this.writes = writes;
  }

  /** Takes a batch of the execution of {@code scope}, which counts when {@code receipt} came. */
  public static CopyToCall writing(
      Binding binding,
      CallContext context,
      StateStore store,
      byte[] scope,
      @Nullable Receipt receipt) {
    return new CopyToCall(binding, context, store, scope, receipt, true);
  }

  /** Ends the execution of {@code scope}. */
  public static CopyToCall ending(
      Binding binding, CallContext context, StateStore store, byte[] scope) {
    return new CopyToCall(binding, context, store, scope, null, false);
  }

  @Override
  public String path() {
    return copy().path();
  }

  @Override
  public List<Column<?>> columns() {
    return columns;
  }

  @Override
  public void keep(byte[] bytes) {
    if (!writes) {
      throw new IllegalStateException("Bytes are kept by the writing of a batch alone");
    }
    kept.append(receipt, bytes);
  }

  @Override
  public void kept(OutputStream out) throws IOException {
    long after = 0;
    List<Entry> entries = kept.read(after, ENTRIES, BYTES);
    while (!entries.isEmpty()) {
      for (Entry entry : entries) {
        out.write(entry.bytes());
        after = entry.number();
      }
      entries = kept.read(after, ENTRIES, BYTES);
    }
  }
}
