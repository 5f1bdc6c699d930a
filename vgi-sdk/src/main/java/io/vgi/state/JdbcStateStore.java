package io.vgi.state;

import io.vgi.rpc.VgiException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A store in SQL tables, which are made at the first use. */
final class JdbcStateStore implements StateStore {
  private static final long SWEEP_MILLIS = 60_000;
  private static final int FETCH_ROWS = 32;

  private final String place;
  private final Sessions sessions;
  private final Touches touches = new Touches();
  private final WriteTurn turn = new WriteTurn();
  private final AtomicLong swept = new AtomicLong(System.currentTimeMillis());

  /** Keeps state {@code place}, a phrase for messages such as "in the file x". */
  public JdbcStateStore(String place, Connections connections) {
    this.place = place;
    this.sessions = new Sessions(connections);
  }

  private interface Work<T> {
    @Nullable T run(Session session) throws SQLException;
  }

  /** Runs statements which are atomic each. */
  private <T> @Nullable T call(byte[] scope, Work<T> work) {
    turn.checkNotChanging();
    Session session = null;
    try {
      session = sessions.take();
      T result = work.run(session);
      sessions.give(session);
      return result;
    } catch (SQLException fault) {
      throw failed(session, scope, fault);
    } catch (RuntimeException | Error fault) { // a change that failed says nothing of the database
      if (session != null) {
        sessions.give(session);
      }
      throw fault;
    }
  }

  /** Runs one writing statement; threads of this process queue instead of polling the file. */
  private <T> @Nullable T write(byte[] scope, Work<T> work) {
    return call(
        scope,
        session -> {
          boolean alone = turn.take(session.dialect);
          try {
            touches.touch(session, scope);
            return work.run(session);
          } finally {
            turn.give(alone);
          }
        });
  }

  private <T> @Nullable T read(byte[] scope, Work<T> work) {
    return call(
        scope,
        session -> {
          touches.touch(session, scope);
          return work.run(session);
        });
  }

  private <T> @Nullable T transact(byte[] scope, Work<T> work) {
    return write(
        scope,
        session -> {
          session.begin();
          try {
            T result = work.run(session);
            session.commit();
            return result;
          } catch (SQLException | RuntimeException | Error fault) {
            try {
              session.rollback();
            } catch (SQLException another) {
              fault.addSuppressed(another);
            }
            throw fault;
          }
        });
  }

  private VgiException failed(@Nullable Session session, byte[] scope, SQLException fault) {
    if (session != null && session.dialect.noSuchScope(fault)) {
      sessions.give(session);
      touches.forget(scope);
      return StateFaults.notOpen(scope);
    }
    if (session != null) {
      sessions.discard(session, fault);
    }
    return new VgiException(
        VgiException.Kind.UNAVAILABLE,
        "The state store " + place + " cannot be used: " + SqliteFile.sentence(fault),
        fault);
  }

  @Override
  public byte @Nullable [] get(byte[] scope, String name, byte[] key) {
    return read(scope, session -> session.bytes(Sql.GET, scope, name, key));
  }

  @Override
  public void put(byte[] scope, String name, byte[] key, byte[] value) {
    write(scope, session -> session.run(Sql.PUT, scope, name, key, value));
  }

  @Override
  public void delete(byte[] scope, String name, byte[] key) {
    write(scope, session -> session.run(Sql.DELETE, scope, name, key));
  }

  @Override
  public byte @Nullable [] update(byte[] scope, String name, byte[] key, Change change) {
    return transact(
        scope,
        session -> {
          byte[] old = session.bytes(Sql.GET_TO_CHANGE, scope, name, key);
          byte[] changed = turn.apply(change, old);
          if (changed == null) {
            session.run(Sql.DELETE, scope, name, key);
          } else {
            session.run(Sql.PUT, scope, name, key, changed);
          }
          return changed;
        });
  }

  @Override
  public List<byte[]> keys(
      byte[] scope, String name, byte[] prefix, byte @Nullable [] after, int limit) {
    List<byte[]> keys = new ArrayList<>();
    KeyRange range = KeyRange.of(prefix, after);
    byte[] end = range.end();
    long most = Math.max(limit, 0); // a negative one means all to SQLite
    read(
        scope,
        session -> {
          PreparedStatement statement =
              end == null
                  ? session.with(Sql.KEYS, scope, name, range.first(), most)
                  : session.with(Sql.KEYS_BEFORE, scope, name, range.first(), end, most);
          try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
              byte[] key = Session.bytes(rows);
              if (key != null) {
                keys.add(key);
              }
            }
          }
          return null;
        });
    return keys;
  }

  @Override
  public long append(byte[] scope, String name, byte[] entry) {
    Long number =
        write(
            scope, session -> session.first(row -> row.getLong(1), Sql.APPEND, scope, name, entry));
    return number == null ? 0 : number;
  }

  @Override
  public List<Entry> read(byte[] scope, String name, long after, int maxEntries, long maxBytes) {
    List<Entry> entries = new ArrayList<>();
    read(
        scope,
        session -> {
          boolean portions = session.dialect == SqlDialect.POSTGRES;
          if (portions) {
            session.begin(); // else PostgreSQL sends all rows at once
          }
          PreparedStatement statement =
              session.with(Sql.READ, scope, name, after, (long) Math.max(maxEntries, 1));
          statement.setFetchSize(FETCH_ROWS);
          try (ResultSet rows = statement.executeQuery()) {
            collect(rows, maxBytes, entries);
          }
          if (portions) {
            session.commit();
          }
          return null;
        });
    return entries;
  }

  private static void collect(ResultSet rows, long maxBytes, List<Entry> entries)
      throws SQLException {
    long total = 0;
    while (rows.next()) {
      byte[] bytes = Session.bytes(rows, 2);
      if (bytes == null) {
        throw new SQLException("an entry of a log is NULL");
      }
      total += bytes.length;
      if (total > maxBytes && !entries.isEmpty()) {
        return;
      }
      entries.add(new Entry(rows.getLong(1), bytes));
    }
  }

  @Override
  public long last(byte[] scope, String name) {
    Long number =
        read(scope, session -> session.first(row -> row.getLong(1), Sql.LAST, scope, name));
    return number == null ? 0 : number;
  }

  @Override
  public boolean compact(byte[] scope, String name, long through, byte[] entry) {
    Boolean replaced =
        transact(
            scope,
            session -> {
              session.first(row -> true, Sql.LOCK_LOG, scope, name);
              if (session.run(Sql.REPLACE, entry, scope, name, through) == 0) {
                return false;
              }
              session.run(Sql.FORGET, scope, name, through);
              return true;
            });
    return replaced != null && replaced;
  }

  @Override
  public void push(byte[] scope, String name, List<byte[]> items) {
    transact(
        scope,
        session -> {
          for (byte[] item : items) {
            session.run(Sql.PUSH, scope, name, item);
          }
          return null;
        });
  }

  @Override
  public byte @Nullable [] pop(byte[] scope, String name) {
    return write(scope, session -> session.bytes(Sql.POP, scope, name));
  }

  @Override
  public void open(byte[] scope, Lifetime lifetime) {
    long now = System.currentTimeMillis();
    long before = swept.get();
    if (now - before > SWEEP_MILLIS && swept.compareAndSet(before, now)) {
      sweep();
    }
    write(scope, session -> session.run(Sql.OPEN, scope, lifetime.millis(), now));
    touches.opened(scope, lifetime.millis(), now);
  }

  @Override
  public boolean isOpen(byte[] scope) {
    Boolean open =
        call(
            scope,
            session ->
                session.first(
                    row -> System.currentTimeMillis() - row.getLong(2) <= row.getLong(1),
                    Sql.SCOPE,
                    scope));
    return open != null && open;
  }

  @Override
  public void clear(byte[] scope) {
    write(scope, session -> session.run(Sql.CLEAR, scope));
    touches.forget(scope);
  }

  @Override
  public int sweep() {
    byte[] none = {};
    Integer scopes =
        write(
            none,
            session -> {
              int past = session.run(Sql.SWEEP, System.currentTimeMillis());
              session.dialect.shrink(session.connection());
              return past;
            });
    return scopes == null ? 0 : scopes;
  }

  @Override
  public void close() {
    sessions.close();
  }

  @Override
  public String toString() {
    return "StateStore[" + place + "]";
  }
}
