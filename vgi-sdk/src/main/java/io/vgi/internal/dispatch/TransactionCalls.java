package io.vgi.internal.dispatch;

import io.vgi.catalog.CatalogCall;
import io.vgi.catalog.Transactions;
import io.vgi.internal.call.Transaction;
import io.vgi.internal.wire.DialectCall;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.state.StateStore;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where the transactions of an attached catalog begin and end. */
final class TransactionCalls implements MethodFamily {
  private static final String TRANSACTION = "transaction_opaque_data";

  private final ServedCatalogs catalogs;
  private final StateStore store;

  TransactionCalls(ServedCatalogs catalogs, StateStore store) {
    this.catalogs = catalogs;
    this.store = store;
  }

  @Override
  public List<String> methods() {
    return List.of(
        "catalog_transaction_begin", "catalog_transaction_commit", "catalog_transaction_rollback");
  }

  @Override
  public @Nullable WireRecord handle(DialectCall call, WireRecord request) throws Exception {
    return switch (call.method()) {
      case "catalog_transaction_begin" -> begin(call, request);
      case "catalog_transaction_commit" -> end(call, request, true);
      case "catalog_transaction_rollback" -> end(call, request, false);
      default -> throw call.unhandled();
    };
  }

  private WireRecord begin(DialectCall call, WireRecord request) throws Exception {
    AttachedCall attached = attached(call, request);
    Transaction transaction = TransactionData.fresh();
    Transactions<?> kind = attached.served().transactions();
    if (kind != null) {
      CatalogCall asked = attached.asked(transaction);
      transaction = begin(kind, asked, transaction);
    }
    return WireRecord.named("TransactionBeginResponse")
        .set(TRANSACTION, TransactionData.sealed(call.context(), transaction));
  }

  private static <T> Transaction begin(
      Transactions<T> kind, CatalogCall asked, Transaction transaction) throws Exception {
    T value =
        Objects.requireNonNull(
            kind.begin(asked), () -> kind.getClass().getName() + " began no transaction");
    return TransactionData.begun(transaction, kind, value);
  }

  /**
   * What was kept for the transaction goes, whichever way it ends. A process that never used the
   * store does not load it for a commit, which then needed nothing of it, nor for transactions that
   * nobody asks to know; what others kept ends by age.
   */
  private @Nullable WireRecord end(DialectCall call, WireRecord request, boolean commits)
      throws Exception {
    AttachedCall attached = attached(call, request);
    Transactions<?> kind = attached.served().transactions();
    Transaction transaction =
        TransactionData.open(call.context(), request.bytes(TRANSACTION), kind);
    if (transaction == null) {
      if (kind != null) {
        // whoever thinks that it was committed must learn that nothing was
        throw TransactionData.notRecognized();
      }
      return null;
    }
    try {
      if (kind != null) {
        CatalogCall asked = attached.asked(transaction);
        end(kind, asked, transaction, commits);
      }
    } finally {
      if (store.isUsed() || (kind != null && !commits)) {
        store.clear(transaction.id());
      }
    }
    return null;
  }

  private static <T> void end(
      Transactions<T> kind, CatalogCall asked, Transaction transaction, boolean commits)
      throws Exception {
    T value = Objects.requireNonNull(transaction.value(kind.type()));
    if (commits) {
      kind.commit(asked, value);
    } else {
      kind.rollback(asked, value);
    }
  }

  private AttachedCall attached(DialectCall call, WireRecord request) throws Exception {
    return AttachedCall.of(catalogs, call, request.bytes("attach_opaque_data"), null);
  }
}
