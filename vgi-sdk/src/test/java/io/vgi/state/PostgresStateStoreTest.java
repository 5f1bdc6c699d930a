package io.vgi.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.rpc.VgiException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract in a real PostgreSQL. */
class PostgresStateStoreTest extends StateStoreContract {
  private static final byte[] SCOPE = {7};

  private static PostgresServer server;

  @BeforeAll
  static void start() throws Exception {
    server = new PostgresServer();
  }

  @AfterAll
  static void stop() throws Exception {
    if (server != null) {
      server.stop();
    }
  }

  @Override
  StateStore create() {
    return StateStore.jdbc(server.dataSource());
  }

  @Test
  void theVariableMayNameAUrl() {
    try (StateStore store = new UserStateStore(Map.of("VGI_WORKER_SHARED_STORAGE", server.url()))) {
      store.open(SCOPE, Lifetime.execution());
      assertThat(store.isOpen(SCOPE)).isTrue();
      store.clear(SCOPE);
    }
  }

  @Test
  void aServerThatWentAwayIsToldOnceAndUsedAgain() throws Exception {
    server.restart();
    assertThatThrownBy(() -> store.isOpen(scope))
        .isInstanceOfSatisfying(
            VgiException.class,
            fault -> assertThat(fault.kind()).isEqualTo(VgiException.Kind.UNAVAILABLE))
        .hasMessageContaining("The state store in the database cannot be used");
    assertThat(store.isOpen(scope)).isTrue();
  }
}
