package io.vgi.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.catalog.Catalog;
import io.vgi.function.CopyFromFunction;
import io.vgi.function.CopyTo;
import io.vgi.function.CopyToFunction;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.state.StateStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** COPY as it is on the wire: who may call, and calls that come twice. */
class CopyRequestsTest {
  private final List<String> told = new CopyOnWriteArrayList<>();
  private StateStore store;
  private GuardedWorker worker;

  @BeforeEach
  void start() throws Exception {
    store = StateStore.memory();
    Catalog catalog =
        Catalog.named("shop")
            .copyFrom(
                CopyFromFunction.rows(FunctionSpec.copyFrom("in").build(), call -> Stream.empty()))
            .copyTo(new Told())
            .build();
    worker = new GuardedWorker(false, store, catalog);
  }

  @AfterEach
  void stop() {
    worker.close();
    store.close();
  }

  private final class Told implements CopyToFunction<long[]> {
    @Override
    public FunctionSpec spec() {
      return FunctionSpec.copyTo("out").build();
    }

    @Override
    public long[] newState() {
      return new long[1];
    }

    @Override
    public void write(CopyTo call, long[] part, Rows in) {
      part[0] += in.count();
    }

    @Override
    public long[] merge(CopyTo call, long[] left, long[] right) {
      left[0] += right[0];
      return left;
    }

    @Override
    public void finish(CopyTo call, long[] all) {
      told.add(call.path() + " " + all[0]);
    }

    @Override
    public void abort(CopyTo call) {
      told.add(call.path() + " aborted");
    }
  }

  private WireRecord bind(String handler) {
    byte[] none = Fixtures.arguments(worker.memory());
    return worker.bindRequest(handler, "TABLE", none, IpcBytes.ofSchema(Fixtures.schema("a")));
  }

  private void refused(WireRecord bind, String sentence) {
    assertThatThrownBy(() -> worker.call("", "bind", "BindResponse", bind))
        .hasMessageContaining(sentence);
  }

  @Test
  void onlyCopyCallsAFormatAndInItsDirection() {
    Map<String, Object> to = Map.of("format", "out", "file_path", "p");
    Map<String, Object> from =
        Map.of(
            "format",
            "in",
            "file_path",
            "p",
            "expected_schema",
            IpcBytes.ofSchema(Fixtures.schema("a")));
    refused(bind("in#from"), "'in' is a COPY FROM format; use COPY … FROM 'path' (FORMAT …)");
    refused(bind("out#to"), "'out' is a COPY TO format; use COPY … TO 'path' (FORMAT …)");
    refused(bind("in#from").set("copy_to", to), "'in' is a COPY FROM format");
    refused(bind("out#to").set("copy_from", from), "'out' is a COPY TO format");
    refused(bind("in#from").set("copy_from", from).set("copy_to", to), "reads or writes, not both");
    refused(bind("in"), "Unknown function: 'in'");
    refused(bind("none#from").set("copy_from", from), "Unknown function: 'none#from'");
  }

  private byte[] begin() throws Exception {
    WireRecord bind = bind("out#to").set("copy_to", Map.of("format", "out", "file_path", "p"));
    WireRecord bound = worker.call("", "bind", "BindResponse", bind);
    return worker
        .open(
            "",
            WireRecord.named("r")
                .set("bind_call", worker.encode("BindRequest", bind))
                .set("bind_opaque_data", bound.needBytes("opaque_data"))
                .set("output_schema", bound.needBytes("output_schema"))
                .set("phase", "TABLE_BUFFERING"))
        .header()
        .needBytes("execution_id");
  }

  private void call(String step, byte[] execution) throws Exception {
    WireRecord request =
        WireRecord.named("r").set("function_name", "out#to").set("execution_id", execution);
    if (step.equals("process")) {
      request.set("input_batch", Fixtures.batch(worker.memory(), List.of("a"), new long[] {1}));
    } else if (step.equals("combine")) {
      request.set("state_ids", List.of());
    }
    String name = step.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + step.substring(1);
    worker.call("", "table_buffering_" + step, "TableBuffering" + name + "Response", request);
  }

  @Test
  void anEndThatComesTwicePublishesOnce() throws Exception {
    byte[] execution = begin();
    call("process", execution);
    call("process", execution);
    call("combine", execution);
    call("combine", execution);
    call("destructor", execution);
    call("destructor", execution);
    assertThat(told).containsExactly("p 2");
  }

  @Test
  void whatIsGivenUpIsRemovedOnce() throws Exception {
    byte[] execution = begin();
    call("process", execution);
    call("destructor", execution);
    call("destructor", execution);
    assertThat(told).containsExactly("p aborted");
    assertThatThrownBy(() -> call("combine", execution)).hasMessageContaining("is over");
  }
}
