package io.vgi.it;

import io.vgi.catalog.CatalogCall;
import io.vgi.catalog.Transactions;
import io.vgi.state.Lifetime;
import io.vgi.state.StateCodec;
import io.vgi.state.StateStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Tables whose rows are in the worker's state store, for all engines. A transaction appends what it
 * does to a log of its own; committing adds its name to the list of those that count. A transaction
 * sees those that were in the list when it began, and itself.
 */
final class LedgerStore implements Transactions<LedgerStore.Snapshot> {
  private static final byte[] SCOPE = "ledger of tests.".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] KEY = {};
  private static final String COMMITS = "commits";
  private static final int NAME_BYTES = 36;
  private static final StateCodec<@Nullable Object> VALUES = StateCodec.values();

  private final StateStore store = StateStore.ofUser();
  private final Map<String, List<Change>> read = new ConcurrentHashMap<>();

  /**
   * A transaction.
   *
   * @param name its name
   * @param before how many were committed when it began
   */
  record Snapshot(String name, int before) {}

  /**
   * What became of a row.
   *
   * @param values the row then, or null when it was removed
   */
  record Change(String table, Object rowId, @Nullable List<@Nullable Object> values) {}

  @Override
  public Snapshot begin(CatalogCall call) {
    return new Snapshot(UUID.randomUUID().toString(), committed().size());
  }

  @Override
  public void commit(CatalogCall call, Snapshot transaction) {
    Dying.when("before commit", changes(transaction.name()));
    if (store.last(SCOPE, "ops " + transaction.name()) > 0
        || store.last(SCOPE, "bulk " + transaction.name()) > 0) {
      byte[] name = transaction.name().getBytes(StandardCharsets.US_ASCII);
      store.update(
          SCOPE,
          COMMITS,
          KEY,
          old -> committed(old).contains(transaction.name()) ? old : joined(old, name));
    }
    Dying.when("after commit", changes(transaction.name()));
  }

  @Override
  public void rollback(CatalogCall call, Snapshot transaction) {
    // nobody looks at a log whose name is not in the list
  }

  @Override
  public Class<Snapshot> type() {
    return Snapshot.class;
  }

  private static byte[] joined(byte @Nullable [] old, byte[] name) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(old == null ? new byte[0] : old);
    all.writeBytes(name);
    return all.toByteArray();
  }

  private List<String> committed() {
    return committed(store.get(SCOPE, COMMITS, KEY));
  }

  private static List<String> committed(byte @Nullable [] bytes) {
    List<String> names = new ArrayList<>();
    for (int i = 0; bytes != null && i < bytes.length; i += NAME_BYTES) {
      names.add(new String(bytes, i, NAME_BYTES, StandardCharsets.US_ASCII));
    }
    return names;
  }

  /** The transactions that {@code transaction} sees, in order. */
  List<String> seen(Snapshot transaction) {
    List<String> names = new ArrayList<>(committed().subList(0, transaction.before()));
    names.add(transaction.name());
    return names;
  }

  /** The number of the last change of {@code transaction}. */
  long last(Snapshot transaction) {
    return store.last(SCOPE, "ops " + transaction.name());
  }

  /** The rows of {@code table} that {@code transaction} sees, its own changes up to one. */
  Map<Object, List<@Nullable Object>> rows(Snapshot transaction, long own, String table) {
    Map<Object, List<@Nullable Object>> rows = new TreeMap<>(LedgerStore::compare);
    for (String name : seen(transaction)) {
      List<Change> changes =
          name.equals(transaction.name())
              ? changes(name, own)
              : read.computeIfAbsent(name, this::changes);
      for (Change change : changes) {
        if (change.table().equals(table)) {
          if (change.values() == null) {
            rows.remove(change.rowId());
          } else {
            rows.put(change.rowId(), change.values());
          }
        }
      }
    }
    return rows;
  }

  private static int compare(Object left, Object right) {
    return left instanceof Long one && right instanceof Long other
        ? Long.compare(one, other)
        : left.toString().compareTo(right.toString());
  }

  /** The first of {@code count} numbers that nobody else gets. */
  long numbers(int count) {
    store.open(SCOPE, Lifetime.attach());
    byte[] last =
        store.update(
            SCOPE,
            "next",
            KEY,
            old ->
                Long.toString(count + (old == null ? 0 : number(old)))
                    .getBytes(StandardCharsets.US_ASCII));
    return number(last) - count;
  }

  private static long number(byte[] digits) {
    return Long.parseLong(new String(digits, StandardCharsets.US_ASCII));
  }

  void append(Snapshot transaction, List<Change> changes) throws IOException {
    List<@Nullable Object> all = new ArrayList<>();
    for (Change change : changes) {
      List<@Nullable Object> one = new ArrayList<>();
      one.add(change.table());
      one.add(change.rowId());
      one.add(change.values());
      all.add(one);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    VALUES.write(all, new DataOutputStream(bytes));
    store.append(SCOPE, "ops " + transaction.name(), bytes.toByteArray());
  }

  private List<Change> changes(String transaction) {
    return changes(transaction, Long.MAX_VALUE);
  }

  @SuppressWarnings("unchecked") // as append wrote it
  private List<Change> changes(String transaction, long last) {
    List<Change> changes = new ArrayList<>();
    long after = 0;
    List<StateStore.Entry> entries;
    do {
      entries = store.read(SCOPE, "ops " + transaction, after, 64, 8 << 20);
      for (StateStore.Entry entry : entries) {
        after = entry.number();
        if (after > last) {
          return changes;
        }
        try {
          Object all = VALUES.read(new DataInputStream(new ByteArrayInputStream(entry.bytes())));
          for (Object one : (List<Object>) all) {
            List<Object> parts = (List<Object>) one;
            changes.add(
                new Change(
                    (String) parts.get(0), parts.get(1), (List<@Nullable Object>) parts.get(2)));
          }
        } catch (IOException broken) {
          throw new IllegalStateException(broken);
        }
      }
    } while (!entries.isEmpty());
    return changes;
  }

  /** The number of the last batch of {@code transaction}. */
  long lastBulk(Snapshot transaction) {
    return store.last(SCOPE, "bulk " + transaction.name());
  }

  /** Adds rows that are never looked into. */
  void appendBulk(Snapshot transaction, byte[] rows) {
    store.open(SCOPE, Lifetime.attach());
    store.append(SCOPE, "bulk " + transaction.name(), rows);
  }

  /** The next of these rows, or null. */
  StateStore.@Nullable Entry bulk(String transaction, long after) {
    List<StateStore.Entry> next = store.read(SCOPE, "bulk " + transaction, after, 1, 1);
    return next.isEmpty() ? null : next.get(0);
  }

  /** Where the worker is killed: a row says so with a text in any of its columns. */
  static final class Dying {
    private Dying() {}

    static void when(String phase, List<Change> changes) {
      for (Change change : changes) {
        if (change.values() != null && change.values().contains("die " + phase)) {
          Runtime.getRuntime().halt(137);
        }
      }
    }
  }
}
