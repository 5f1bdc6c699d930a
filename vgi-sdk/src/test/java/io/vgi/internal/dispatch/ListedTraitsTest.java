package io.vgi.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.catalog.Catalog;
import io.vgi.function.FunctionSpec;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.state.StateStore;
import io.vgi.type.SqlType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is declared of an aggregate is in the list of functions. */
class ListedTraitsTest {
  private static final class Greatest extends Fixtures.Total {
    Greatest() {
      super("greatest");
    }

    @Override
    public FunctionSpec spec() {
      return FunctionSpec.aggregate("greatest")
          .columns(Fixtures.NUMBER)
          .returns(SqlType.BIGINT)
          .distinctIndependent()
          .build();
    }
  }

  @Test
  void onlyWhoSaysSoDoesWithoutDistinct() throws Exception {
    Catalog catalog =
        Catalog.named("shop")
            .function(new Greatest())
            .function(new Fixtures.Total("total"))
            .build();
    Map<String, String> told = new HashMap<>();
    try (StateStore store = StateStore.memory();
        GuardedWorker worker = new GuardedWorker(false, store, catalog)) {
      WireRecord request =
          WireRecord.named("r")
              .set("attach_opaque_data", worker.attach(""))
              .set("path", List.of("main"))
              .set("type", "AGGREGATE_FUNCTION");
      for (byte[] item :
          worker
              .call("", "catalog_schema_contents_functions", "FunctionsResponse", request)
              .<byte[]>list("items")) {
        WireRecord info = WireRecord.read("FunctionInfo", item, worker.memory());
        told.put(info.needText("name"), info.needText("distinct_dependent"));
      }
    }
    assertThat(told)
        .containsOnly(
            Map.entry("greatest", "NOT_DISTINCT_DEPENDENT"),
            Map.entry("total", "DISTINCT_DEPENDENT"));
  }
}
