package io.vgi.state;

/** The statements of a store, with the few places where PostgreSQL and SQLite differ. */
enum Sql {
  BEGIN("BEGIN IMMEDIATE", "BEGIN"),
  COMMIT("COMMIT"),
  ROLLBACK("ROLLBACK"),

  GET("SELECT value FROM vgi_values WHERE scope = ? AND name = ? AND key = ?"),
  // in SQLite the transaction is alone; in PostgreSQL the row, made if need be, is its lock
  GET_TO_CHANGE(
      GET.sqlite,
      "INSERT INTO vgi_values AS v (scope, name, key, value) VALUES (?, ?, ?, NULL)"
          + " ON CONFLICT (scope, name, key) DO UPDATE SET value = v.value RETURNING value"),
  PUT(
      "INSERT INTO vgi_values (scope, name, key, value) VALUES (?, ?, ?, ?)"
          + " ON CONFLICT (scope, name, key) DO UPDATE SET value = excluded.value"),
  DELETE("DELETE FROM vgi_values WHERE scope = ? AND name = ? AND key = ?"),
  KEYS(
      "SELECT key FROM vgi_values"
          + " WHERE scope = ? AND name = ? AND key >= ? ORDER BY key LIMIT ?"),
  KEYS_BEFORE(
      "SELECT key FROM vgi_values"
          + " WHERE scope = ? AND name = ? AND key >= ? AND key < ? ORDER BY key LIMIT ?"),

  // in PostgreSQL a log is locked before the number is drawn, so numbers appear in their order
  APPEND(
      "INSERT INTO vgi_log (scope, name, bytes) VALUES (?, ?, ?) RETURNING number",
      "WITH entry (scope, name, bytes) AS (SELECT ?::bytea, ?::text, ?::bytea),"
          + " locked AS MATERIALIZED (SELECT pg_advisory_xact_lock(hashtextextended("
          + "encode(scope, 'hex') || name, 22)) FROM entry)"
          + " INSERT INTO vgi_log (number, scope, name, bytes)"
          + " SELECT nextval('vgi_log_number'), scope, name, bytes FROM locked, entry"
          + " RETURNING number"),
  // else two that compact wait for each other's rows
  LOCK_LOG(
      "SELECT ?, ?",
      "SELECT pg_advisory_xact_lock(hashtextextended(encode(?::bytea, 'hex') || ?::text, 22))"),
  READ(
      "SELECT number, bytes FROM vgi_log"
          + " WHERE scope = ? AND name = ? AND number > ? ORDER BY number LIMIT ?"),
  LAST("SELECT number FROM vgi_log WHERE scope = ? AND name = ? ORDER BY number DESC LIMIT 1"),
  REPLACE("UPDATE vgi_log SET bytes = ? WHERE scope = ? AND name = ? AND number = ?"),
  FORGET("DELETE FROM vgi_log WHERE scope = ? AND name = ? AND number < ?"),

  PUSH("INSERT INTO vgi_queue (scope, name, item) VALUES (?, ?, ?)"),
  POP(
      pop(""),
      // waits for another's pop, whose transaction may still fail and leave the item
      pop(" FOR UPDATE")),

  OPEN(
      "INSERT INTO vgi_scopes (scope, lifetime, touched) VALUES (?, ?, ?) ON CONFLICT (scope)"
          + " DO UPDATE SET lifetime = excluded.lifetime, touched = excluded.touched"),
  SCOPE("SELECT lifetime, touched FROM vgi_scopes WHERE scope = ?"),
  TOUCH("UPDATE vgi_scopes SET touched = ? WHERE scope = ?"),
  CLEAR("DELETE FROM vgi_scopes WHERE scope = ?"),
  SWEEP("DELETE FROM vgi_scopes WHERE ? - touched > lifetime");

  private static String pop(String lock) {
    return "DELETE FROM vgi_queue WHERE number = (SELECT number FROM vgi_queue"
        + " WHERE scope = ? AND name = ? ORDER BY number LIMIT 1"
        + lock
        + ") RETURNING item";
  }

  private final String sqlite;
  private final String postgres;

  Sql(String both) {
    this(both, both);
  }

  Sql(String sqlite, String postgres) {
    this.sqlite = sqlite;
    this.postgres = postgres;
  }

  String in(SqlDialect dialect) {
    return dialect == SqlDialect.SQLITE ? sqlite : postgres;
  }
}
