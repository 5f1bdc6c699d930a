package io.vgi.state;

/** The contract in memory. */
class MemoryStateStoreTest extends StateStoreContract {
  @Override
  StateStore create() {
    return StateStore.memory();
  }
}
