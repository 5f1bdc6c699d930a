package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;

/** Secrets that functions ask for when they are bound. */
class SecretTest {
  private static void create(Engine engine, String name, String key, String more)
      throws SQLException {
    engine.execute(
        "CREATE OR REPLACE SECRET "
            + name
            + " (TYPE vgi_example, secret_string 's', port 1, use_ssl true, timeout 1.5, api_key "
            + Engine.literal(key)
            + more
            + ")");
  }

  private static void key(Engine engine, String path, String key) throws SQLException {
    assertThat(engine.value("FROM example.multi_secret_demo(" + Engine.literal(path) + ")"))
        .as(path)
        .isEqualTo(key);
  }

  @EachCarrier
  void theSecretOfThePathIsUsed(Engine engine) throws SQLException {
    create(engine, "a", "key of a", ", SCOPE 's3://bucket-a/'");
    create(engine, "b", "key of b", ", SCOPE 's3://bucket-b/'");
    key(engine, "s3://bucket-a/data", "key of a");
    key(engine, "s3://bucket-b/data", "key of b");
    key(engine, "s3://bucket-c/data", "");
    for (String bucket : new String[] {"a", "b", "c"}) {
      assertThat(
              engine.rows(
                  "SELECT found, contains(secret_keys, 'api_key')"
                      + " FROM example.scoped_secret_demo('s3://bucket-"
                      + bucket
                      + "/x')"))
          .hasToString(bucket.equals("c") ? "[[false, false]]" : "[[true, true]]");
    }
    engine.execute("DROP SECRET a");
    key(engine, "s3://bucket-a/data", "");
    key(engine, "s3://bucket-b/data", "key of b");
    engine.execute("DROP SECRET b");
  }

  /** The same function in the same connection, also by the table over it. */
  @EachCarrier
  void aChangedSecretIsSeenAtOnce(Engine engine) throws SQLException {
    for (String from : new String[] {"example.secret_demo()", "example.data.secret_demo_table"}) {
      String key = "SELECT value FROM " + from + " WHERE key = 'api_key'";
      assertThat(engine.rows(key)).as(from).isEmpty();
      for (String value : new String[] {"first", "second", ""}) {
        create(engine, "changed", value, "");
        assertThat(engine.rows(key)).as(from).hasToString("[[" + value + "]]");
      }
      assertThat(
              engine.rows(
                  "SELECT key, value FROM "
                      + from
                      + " WHERE key IN ('port', 'use_ssl', 'timeout') ORDER BY key"))
          .hasToString("[[port, 1], [timeout, 1.5], [use_ssl, true]]");
      engine.execute("DROP SECRET changed");
      assertThat(engine.rows(key)).as(from).isEmpty();
    }
  }

  @EachCarrier
  void eachCallOfAQueryGetsItsOwn(Engine engine) throws SQLException {
    create(engine, "a", "key of a", ", SCOPE 's3://bucket-a/'");
    create(engine, "b", "key of b", ", SCOPE 's3://bucket-b/'");
    assertThat(
            engine.rows(
                "SELECT a.api_key, b.api_key, c.found FROM"
                    + " example.multi_secret_demo('s3://bucket-a/1') a,"
                    + " example.multi_secret_demo('s3://bucket-b/1') b,"
                    + " example.scoped_secret_demo('s3://bucket-c/1') c"))
        .hasToString("[[key of a, key of b, false]]");
    engine.execute("DROP SECRET a");
    engine.execute("DROP SECRET b");
  }
}
