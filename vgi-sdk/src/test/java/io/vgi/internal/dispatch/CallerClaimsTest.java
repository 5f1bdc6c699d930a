package io.vgi.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.catalog.Catalog;
import io.vgi.catalog.CatalogChoice;
import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.function.TableShape;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.state.StateStore;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a caller's claims led to is not found by the same caller with other claims. */
class CallerClaimsTest {
  private static final String ADMIN = "alice-as-admin";
  private static final Catalog FOR_ADMINS =
      Catalog.named("shop").function(new Rights("admin")).build();
  private static final Catalog FOR_ALL = Catalog.named("shop").function(new Rights("all")).build();

  private StateStore store;
  private GuardedWorker worker;

  @BeforeEach
  void start() throws Exception {
    store = StateStore.memory();
    worker =
        new GuardedWorker(
            true,
            store,
            CatalogChoice.named("shop")
                .choose(
                    attach ->
                        attach.principal().claims().containsKey("role") ? FOR_ADMINS : FOR_ALL)
                .build());
  }

  @AfterEach
  void stop() {
    worker.close();
    store.close();
  }

  /** Gives 1 if it is of the catalog for admins, and 1 if an admin bound it. */
  private record Rights(String of) implements TableFunction<Rights.Start> {
    record Start() {}

    record Admin(boolean isOne) {}

    @Override
    public FunctionSpec spec() {
      return FunctionSpec.table("rights").returns(Fixtures.NUMBER).build();
    }

    @Override
    public TableShape bind(Bind bind) {
      bind.keep(new Admin(bind.principal().claims().containsKey("role")));
      return TableShape.of(Fixtures.NUMBER);
    }

    @Override
    public Start open(Scan scan) {
      return new Start();
    }

    @Override
    public @Nullable Start next(Scan scan, Start at, BatchWriter out) {
      out.get(Fixtures.NUMBER).set(0, of.equals("admin") ? 1 : 0);
      out.get(Fixtures.NUMBER).set(1, scan.bound(Admin.class).isOne() ? 1 : 0);
      out.rows(2);
      return null;
    }
  }

  @Test
  void eachSetOfClaimsHasItsOwn() throws Exception {
    byte[] attach = worker.attach(ADMIN);
    WireRecord bind =
        worker
            .bindRequest("rights", "TABLE", Fixtures.arguments(worker.memory()), null)
            .set("attach_opaque_data", attach);
    byte[] id = worker.call(ADMIN, "bind", "BindResponse", bind).needBytes("opaque_data");
    WireRecord init =
        WireRecord.named("r")
            .set("bind_call", worker.encode("BindRequest", bind))
            .set("bind_opaque_data", id)
            .set("output_schema", IpcBytes.ofSchema(Fixtures.schema("number")));
    for (int times = 0; times < 2; times++) {
      assertThat(worker.open(ADMIN, init).numbers()).isEqualTo(List.of(1L, 1L));
      assertThat(worker.open("alice", init).numbers()).isEqualTo(List.of(0L, 0L));
    }
  }
}
