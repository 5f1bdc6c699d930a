package io.vgi.internal.state;

import io.vgi.state.StateStore;

/** The contract in memory. */
class MemoryStateStoreTest extends StateStoreContract {
  @Override
  StateStore create() {
    return StateStore.memory();
  }
}
