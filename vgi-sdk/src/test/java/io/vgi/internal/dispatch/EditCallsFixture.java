package io.vgi.internal.dispatch;

import io.vgi.catalog.CatalogCall;
import io.vgi.internal.wire.DialectCall;
import io.vgi.param.AttachOption;
import io.vgi.rpc.LogLevel;
import io.vgi.rpc.Principal;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.state.StateScope;
import io.vgi.state.StateStore;
import io.vgi.type.SqlType;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;

/** A catalog that notes its changes, and calls that ask for them. */
abstract class EditCallsFixture {
  final BufferAllocator memory = new RootAllocator();
  private final StateStore store = StateStore.memory();
  final EditedCatalog catalog = new EditedCatalog();

  @AfterEach
  void close() {
    store.close();
    memory.close();
  }

  enum Asked implements CatalogCall {
    INSTANCE;

    @Override
    public <T> T findTransaction(Class<T> type) {
      return null;
    }

    @Override
    public StateScope attachState() {
      throw new UnsupportedOperationException();
    }

    @Override
    public StateScope transactionState() {
      return null;
    }

    @Override
    public void log(LogLevel level, String message) {}

    @Override
    public String dataVersion() {
      return null;
    }

    @Override
    public String implementationVersion() {
      return null;
    }

    @Override
    public Principal principal() {
      return Fixtures.NOBODY;
    }

    @Override
    public <T> T find(AttachOption<T> option) {
      return null;
    }
  }

  final DialectCall call(String method) {
    return Fixtures.call(method, memory);
  }

  /** Makes the change that {@code request} asks for, as its method's columns carry it. */
  final void edit(String method, WireRecord request) throws Exception {
    DialectCall call = call(method);
    String record = call.dialect().method(method).requestRecord();
    WireSchema schema =
        record == null ? call.dialect().method(method).params() : call.dialect().record(record);
    byte[] sent = request.set("attach_opaque_data", new byte[] {1}).toBytes(schema, memory);
    WireRecord read = WireRecord.read(method, sent, memory);
    EditCalls.apply(new Edit(call, read, Asked.INSTANCE, catalog, catalog.editor()), method);
  }

  final String edited(String method, WireRecord request) throws Exception {
    catalog.edits().clear();
    edit(method, request);
    return String.join(";", catalog.edits());
  }

  static WireRecord in(String schema) {
    return WireRecord.named("r").set("schema_path", List.of(schema)).set("on_conflict", "ERROR");
  }

  static WireRecord of(String name) {
    return in("main").set("name", name);
  }

  final byte[] column(String name, SqlType type, Map<String, String> metadata) {
    return IpcBytes.ofSchema(WireSchema.of(type.field(name, true, metadata)));
  }
}
