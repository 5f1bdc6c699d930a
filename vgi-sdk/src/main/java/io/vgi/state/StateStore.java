package io.vgi.state;

import java.nio.file.Path;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that all processes of a worker share: values, logs and queues, each in a scope that ends.
 *
 * <p>A scope is an execution, a transaction or an attached catalog, named by its id. It is
 * {@linkplain #open opened} first: a write to a scope that is not open fails with NOT_FOUND, while
 * a read finds nothing there. Any use of a scope counts as a touch, which is noted about once a
 * minute. In a scope, {@code name} keeps uses apart; values, logs and queues of one name do not
 * meet.
 *
 * <p>Every operation is atomic over all threads and processes, and what it wrote is seen by every
 * operation that begins later. Arrays that are given or returned are not kept: they belong to the
 * caller. A back end that fails is reported as a {@link io.vgi.rpc.VgiException} of kind
 * UNAVAILABLE.
 */
public sealed interface StateStore extends AutoCloseable
    permits JdbcStateStore, MemoryStateStore, UserStateStore {
  /** Computes a value from the one before; both may be null, which means that there is none. */
  @FunctionalInterface
  interface Change {
    /**
     * Returns the new value, or null to delete it. Others may wait meanwhile, so it should be
     * quick, and it must not use the store. What it throws leaves the old value in place.
     */
    byte @Nullable [] apply(byte @Nullable [] old);
  }

  /**
   * An entry of a log.
   *
   * @param number its place; greater than the numbers of all entries before it
   * @param bytes what was appended
   */
  record Entry(long number, byte[] bytes) {}

  /** The value of {@code key}, or null when there is none. */
  byte @Nullable [] get(byte[] scope, String name, byte[] key);

  /** Sets the value of {@code key}. */
  void put(byte[] scope, String name, byte[] key, byte[] value);

  /** Deletes the value of {@code key}, if there is one. */
  void delete(byte[] scope, String name, byte[] key);

  /** Changes the value of {@code key} while nobody else does, and returns the new value. */
  byte @Nullable [] update(byte[] scope, String name, byte[] key, Change change);

  /**
   * The keys that have a value and begin with {@code prefix}, in the order of their unsigned bytes.
   *
   * @param after only keys behind this one; null begins with the first
   * @param limit the most keys that are given
   */
  List<byte[]> keys(byte[] scope, String name, byte[] prefix, byte @Nullable [] after, int limit);

  /** Adds an entry at the end of a log, and returns its number, which is positive. */
  long append(byte[] scope, String name, byte[] entry);

  /**
   * The entries with numbers greater than {@code after}, in order: not more than {@code maxEntries}
   * and {@code maxBytes} together, but always one if there is any.
   */
  List<Entry> read(byte[] scope, String name, long after, int maxEntries, long maxBytes);

  /** The number of the last entry of a log, or 0 when it is empty. */
  long last(byte[] scope, String name);

  /**
   * Replaces all entries of a log up to and including the one of number {@code through} by one that
   * gets this number. Returns false, and changes nothing, when there is no entry of this number,
   * because another process replaced it by a later one.
   */
  boolean compact(byte[] scope, String name, long through, byte[] entry);

  /** Adds items at the end of a queue, in this order; either all of them or none. */
  void push(byte[] scope, String name, List<byte[]> items);

  /** Takes the first item off a queue, or returns null when it is empty. */
  byte @Nullable [] pop(byte[] scope, String name);

  /**
   * Opens a scope, or touches one that is open and gives it another lifetime. Now and then it also
   * {@linkplain #sweep sweeps}, at most once a minute in a process.
   */
  void open(byte[] scope, Lifetime lifetime);

  /** Whether a scope is open: it was neither cleared nor is it past its time. */
  boolean isOpen(byte[] scope);

  /** Ends a scope: deletes its values, logs and queues. One that is not open is ended already. */
  void clear(byte[] scope);

  /** Clears all scopes past their time, and returns how many there were. */
  int sweep();

  /** Whether this process has used the store; what ends by age need not be ended before. */
  default boolean isUsed() {
    return true;
  }

  /** Gives up connections; what a shared store keeps stays. Later calls fail with UNAVAILABLE. */
  @Override
  void close();

  /** A store in the memory of this process, for workers of one process and for tests. */
  static StateStore memory() {
    return new MemoryStateStore();
  }

  /**
   * A store in a file, for all processes of this machine that name the same one. The file is made
   * at the first use, readable by this user only; its directory must exist, on a local disk.
   *
   * <p>It is an SQLite database with a write-ahead log and without forced writes: a process that is
   * killed loses nothing that an operation returned from, a crash of the machine may lose the whole
   * file, but it ends the engine and so the executions as well. SQLite was preferred to LMDB, whose
   * map needs a size fixed beforehand, which keeps pages for the stale readers of killed processes
   * until somebody checks for them, and which leaves logs, queues and cascading deletes to its
   * user; and to H2's MVStore, which is plain Java but lets only one process at a time open a file.
   */
  static StateStore file(Path file) {
    return new JdbcStateStore("in the file " + file, new SqliteFile(file));
  }

  /**
   * A store in a PostgreSQL or SQLite database, told apart by what the connections say. The tables,
   * whose names begin with {@code vgi_}, are made at the first use; up to eight connections stay
   * open between calls.
   *
   * <p>How durable writes are is the database's setting; {@code synchronous_commit=off} makes
   * PostgreSQL faster and suits state of executions.
   */
  static StateStore jdbc(DataSource dataSource) {
    return new JdbcStateStore("in the database", dataSource::getConnection);
  }

  /**
   * The store a worker uses unless told otherwise. The environment variable {@code
   * VGI_WORKER_SHARED_STORAGE} names a file or a {@code jdbc:} URL; without it, it is a file in
   * {@code vgi-java} of the user's run-time directory ({@code XDG_RUNTIME_DIR}), else in {@code
   * vgi-java-<user>} of the temporary one, which must belong to this user. Nothing is opened or
   * loaded before the first use.
   */
  static StateStore ofUser() {
    return new UserStateStore(System.getenv());
  }
}
