package io.vgi.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.catalog.Catalog;
import io.vgi.catalog.CatalogCall;
import io.vgi.catalog.Transactions;
import io.vgi.function.FunctionSpec;
import io.vgi.function.TableFunction;
import io.vgi.state.StateCodec;
import io.vgi.type.Column;
import io.vgi.type.ValueColumn;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.VarCharVector;
import org.junit.jupiter.api.Test;

/** Transactions begin and end where the catalog says, and their calls know them. */
class TransactionsTest {
  private static final ValueColumn<VarCharVector, String> NAME = Column.varchar("name");

  record Numbered(long number, String by) {}

  /** Counts transactions; what a transaction keeps is seen by others once it is committed. */
  private static class Counting implements Transactions<Numbered> {
    private static final StateCodec<Long> NUMBER = StateCodec.of(Long.class);

    @Override
    public Numbered begin(CatalogCall call) {
      assertThat(call.findTransaction(String.class)).isNull();
      Long next = call.attachState().update("next", NUMBER, n -> n == null ? 1 : n + 1);
      call.transactionState().put("begun", next, NUMBER);
      return new Numbered(next, call.principal().name());
    }

    @Override
    public void commit(CatalogCall call, Numbered transaction) {
      assertThat(call.transaction(Numbered.class)).isEqualTo(transaction);
      assertThat(call.transactionState().get("begun", NUMBER)).isEqualTo(transaction.number());
      if (transaction.number() == 13) {
        throw new IllegalStateException("13 is not committed");
      }
      call.attachState().put("last", "commit " + transaction.number(), StateCodec.text());
    }

    @Override
    public void rollback(CatalogCall call, Numbered transaction) {
      call.attachState().put("last", "rollback " + transaction.number(), StateCodec.text());
    }

    @Override
    public Class<Numbered> type() {
      return Numbered.class;
    }
  }

  private static TableFunction<?> seen() {
    return TableFunction.range(
        FunctionSpec.table("seen").returns(NAME).build(),
        call -> 1,
        (scan, first, rows, out) -> {
          String last = scan.attachState().find("last", StateCodec.text());
          out.fill(NAME, 1, scan.transaction(Numbered.class).number() + " after " + last);
          out.rows(1);
        });
  }

  private static LocalWorker worker(Transactions<?> kind) {
    return LocalWorker.of(Catalog.named("c").transactions(kind).function(seen()).build());
  }

  private static Object only(LocalWorker worker) {
    List<Map<String, Object>> rows = worker.table("seen").rows();
    assertThat(rows).hasSize(1);
    return rows.get(0).get("name");
  }

  @Test
  void everyProcessKnowsTheTransaction() {
    try (LocalWorker worker = worker(new Counting()).processes(3)) {
      assertThat(only(worker)).isEqualTo("1 after null");
      worker.begin();
      for (int i = 0; i < 5; i++) {
        assertThat(only(worker)).isEqualTo("2 after commit 1");
      }
      worker.rollback();
      assertThat(only(worker)).isEqualTo("3 after rollback 2");
      for (int i = 4; i < 13; i++) {
        assertThat(only(worker)).isEqualTo(i + " after commit " + (i - 1));
      }
      worker.begin();
      assertThatThrownBy(worker::commit).hasMessageContaining("13 is not committed");
      assertThat(only(worker)).isEqualTo("14 after commit 12");
    }
  }

  @Test
  void anotherTypeIsRefused() {
    try (LocalWorker worker =
        LocalWorker.of(
            Catalog.named("c")
                .transactions(
                    new Transactions<String>() {
                      @Override
                      public String begin(CatalogCall call) {
                        return "x";
                      }

                      @Override
                      public void commit(CatalogCall call, String transaction) {}

                      @Override
                      public void rollback(CatalogCall call, String transaction) {}

                      @Override
                      public Class<String> type() {
                        return String.class;
                      }
                    })
                .function(seen())
                .build())) {
      assertThatThrownBy(() -> only(worker))
          .hasMessageContaining("are of java.lang.String, not " + Numbered.class.getName());
    }
    try (LocalWorker worker =
        LocalWorker.of(Catalog.named("c").transactions().function(seen()).build())) {
      assertThatThrownBy(() -> only(worker)).hasMessageContaining("have no value");
    }
    try (LocalWorker worker = LocalWorker.of(Catalog.named("c").function(seen()).build())) {
      assertThatThrownBy(() -> only(worker))
          .hasMessageContaining("outside of a transaction; declare transactions");
    }
  }

  record Untraveled(Thread thread) {}

  @Test
  void whatCannotTravelIsRefusedWhenTheCatalogIsBuilt() {
    Transactions<Untraveled> kind =
        new Transactions<>() {
          @Override
          public Untraveled begin(CatalogCall call) {
            return new Untraveled(Thread.currentThread());
          }

          @Override
          public void commit(CatalogCall call, Untraveled transaction) {}

          @Override
          public void rollback(CatalogCall call, Untraveled transaction) {}

          @Override
          public Class<Untraveled> type() {
            return Untraveled.class;
          }
        };
    assertThatThrownBy(() -> Catalog.named("c").transactions(kind).build())
        .hasMessageContaining("its transactions cannot travel")
        .hasMessageContaining("thread");
  }
}
