package io.vgi.it;

import java.sql.SQLException;
import java.util.List;
import java.util.Random;

/**
 * Streams of rows through the probe worker against what DuckDB makes of the same rows. As a program
 * it is an engine with an environment of its own, which compares all and writes what differs.
 */
final class StreamComparison {
  private static final int VECTOR = 2048;

  /** Around a vector, a batch of scans, and beyond. */
  private static final List<Integer> SIZES =
      List.of(0, 1, VECTOR - 1, VECTOR, VECTOR + 1, 8191, 8192, 8193, 20_000);

  /** How many seeds share what there is. */
  private static final int SEEDS = 4;

  /** Beyond a vector: these are the dearest rows. */
  private static final int WIDE_ROWS = 2_100;

  private static final String[] PASSED = {
    "SELECT * FROM probe.pass_all((FROM %s))", "SELECT * FROM %s",
    "SELECT * FROM probe.pass_even((FROM %s))", "SELECT * FROM %s WHERE k %% 2 = 0",
    "SELECT * FROM probe.pass_none((FROM %s))", "SELECT * FROM %s WHERE false",
    "SELECT * FROM probe.pass_times((FROM %s))", "SELECT t.* FROM %s t, range(t.k %% 4)",
    "SELECT * FROM probe.pass_even((FROM %s)) WHERE k > 40",
        "SELECT * FROM %s WHERE k %% 2 = 0 AND k > 40",
    "SELECT * FROM probe.kept((FROM %s))", "SELECT * FROM %s",
    "SELECT * FROM probe.kept((FROM %s)) WHERE k %% 3 = 1 OR k < 9",
        "SELECT * FROM %s WHERE k %% 3 = 1 OR k < 9",
    "SELECT n AS k FROM probe.gathered(1000, (FROM %s))", "SELECT k FROM %s",
  };
  private static final String[] CONDITIONS = {
    "true",
    "n < 0",
    "n >= 4095 AND n < 4097",
    "tenth IS NULL",
    "tenth = 3 OR text IS NULL",
    "text LIKE 'row 1%' AND tenth IN (1, 2, 7)",
    "n % 11 = 4 AND tenth IS DISTINCT FROM 4",
  };
  private static final int[][] SHAPES = {
    {0, 0, 1},
    {0, 3, 5},
    {5, 0, 1},
    {1, 1, 1},
    {100, 300, 7},
    {2049, 1, 2048},
    {8193, 2, 8192},
    {4_400, 1_100, 10},
    {60_000, 3, 20_000},
    {50_000, 7, 9999}
  };

  /**
   * So many parts, each with a stream of its own, are asked for once and not for every function, by
   * one of four seeds.
   */
  private static final int MANY_PARTS = 1000;

  private static final List<String> SCANS = List.of("tiles", "tiles_filtered", "tiles_pinned");
  private static final String TILE =
      "SELECT i AS n, CASE WHEN i % 5 <> 0 THEN i % 10 END AS tenth,"
          + " CASE WHEN i % 7 <> 0 THEN 'row ' || i END AS text FROM range(";

  private final Engine engine;
  private final int mostThreads;

  /** Compares within {@code engine}, where the probe worker is attached. */
  StreamComparison(Engine engine, int mostThreads) {
    this.engine = engine;
    this.mostThreads = mostThreads;
  }

  /** Attaches what the first argument locates, and compares with the second as seed. */
  public static void main(String[] args) throws SQLException {
    try (Engine engine = Probe.attached(args[0])) {
      new StreamComparison(engine, 8).all(Long.parseLong(args[1]));
    }
    System.out.println("equal");
  }

  /**
   * Compares everything, with threads, sizes and scans that {@code seed} chooses: 1 has all of
   * them, and so have four seeds that follow each other.
   */
  void all(long seed) throws SQLException {
    Random random = new Random(seed);
    tables(seed);
    for (int i = 0; i < SIZES.size(); i++) {
      if (seed == 1 || (i + seed) % SEEDS == 0) {
        threads(random);
        passed("narrow", SIZES.get(i));
      }
    }
    threads(random);
    boolean whole = seed == 1;
    // two seeds that follow each other share the functions
    passed("wide", WIDE_ROWS, whole ? 0 : (int) (seed % 2), whole ? 1 : 2);
    threads(random);
    for (int i = 0; i < SHAPES.length; i++) {
      int[] shape = SHAPES[i];
      if (shape[1] > MANY_PARTS) {
        if (seed % SEEDS == 1) {
          String scan = SCANS.get((int) (seed % SCANS.size()));
          same("FROM " + call(scan, shape), "FROM (" + tile(shape) + ")");
        }
      } else if (seed == 1 || (i + seed) % SEEDS == 0) {
        split(random, shape, seed == 1 ? SCANS : one(random));
      }
    }
    engine.execute("RESET threads");
  }

  private static List<String> one(Random random) {
    return List.of(SCANS.get(random.nextInt(SCANS.size())));
  }

  /** Compares a little: the engine starts a process for nearly every query over pipes. */
  void some(long seed) throws SQLException {
    Random random = new Random(seed);
    tables(seed);
    threads(random);
    passed("narrow", VECTOR + 1, 0, 2);
    passed("wide", WIDE_ROWS, 1, 2);
    split(random, SHAPES[SHAPES.length - 1], one(random));
    engine.execute("RESET threads");
  }

  /**
   * A table of few columns, and one of the types that the engine hands to functions of any table as
   * they are, with NULLs.
   */
  private void tables(long seed) throws SQLException {
    engine.execute(
        "CREATE OR REPLACE TABLE narrow AS SELECT (hash(i + "
            + seed
            + ") % 1000)::BIGINT AS k, i AS id, CASE WHEN hash(i) % 3 > 0 THEN repeat('x',"
            + " (hash(i) % 30)::INTEGER) || i END AS s FROM range("
            + SIZES.get(SIZES.size() - 1)
            + ") t(i)");
    engine.execute(
        "CREATE OR REPLACE TABLE wide AS SELECT (i % 100)::BIGINT AS k, v.* FROM"
            + " (SELECT * EXCLUDE (bignum, bit, hugeint, uhugeint, time_tz, uuid, small_enum,"
            + " medium_enum, large_enum) REPLACE (TIME '12:34:56.789' AS time,"
            + " '23:59:59.123456789'::TIME_NS AS time_ns) FROM test_all_types()) v, range("
            + (WIDE_ROWS + 2) / 3
            + ") t(i)");
  }

  private void threads(Random random) throws SQLException {
    engine.execute("SET threads = " + (1 + random.nextInt(mostThreads)));
  }

  /** The first {@code rows} of {@code table} through functions of tables. */
  private void passed(String table, int rows) throws SQLException {
    passed(table, rows, 0, 1);
  }

  /** The same through one of {@code each} functions, from {@code first} on. */
  private void passed(String table, int rows, int first, int each) throws SQLException {
    engine.execute("CREATE OR REPLACE TABLE input AS FROM " + table + " LIMIT " + rows);
    for (int i = 2 * first; i < PASSED.length; i += 2 * each) {
      same(String.format(PASSED[i], "input"), String.format(PASSED[i + 1], "input"));
    }
  }

  private static String call(String function, int[] shape) {
    return "probe." + function + "(" + shape[0] + ", " + shape[1] + ", " + shape[2] + ")";
  }

  /** The rows of a scan; without parts there are none. */
  private static String tile(int[] shape) {
    return TILE + (shape[1] == 0 ? 0 : shape[0]) + ") t(i)";
  }

  /** A scan in parts: rows, parts and rows of a batch. */
  private void split(Random random, int[] shape, List<String> scans) throws SQLException {
    String expected = tile(shape);
    for (String function : scans) {
      String from = call(function, shape);
      String where = " WHERE " + CONDITIONS[random.nextInt(CONDITIONS.length)];
      same("FROM " + from + where, "FROM (" + expected + ")" + where);
      where = " WHERE " + CONDITIONS[random.nextInt(CONDITIONS.length)];
      same("SELECT text FROM " + from + where, "SELECT text FROM (" + expected + ")" + where);
      int limit = random.nextInt(shape[0] + 10);
      same(
          "SELECT count(*), count(DISTINCT n) FROM (FROM " + from + " LIMIT " + limit + ")",
          "SELECT count(*), count(*) FROM (FROM (" + expected + ") LIMIT " + limit + ")");
    }
  }

  /** Fails unless both queries give the same rows, each as often. */
  void same(String actual, String expected) throws SQLException {
    engine.execute("CREATE OR REPLACE TEMP TABLE actual AS " + actual);
    engine.execute("CREATE OR REPLACE TEMP TABLE expected AS " + expected);
    // as many rows of as many bits: the rows themselves are for the message
    String counts = "SELECT count(*), sum(hash(t)) FROM ";
    Object got = engine.rows(counts + "actual t");
    Object right = engine.rows(counts + "expected t");
    if (!got.equals(right)) {
      List<?> difference =
          engine.rows(
              "(SELECT 'too many', t FROM (FROM actual EXCEPT ALL FROM expected) t LIMIT 3) UNION"
                  + " ALL (SELECT 'missing', t FROM (FROM expected EXCEPT ALL FROM actual) t LIMIT 3)");
      throw new AssertionError(
          actual + " gives " + got + ", not " + right + "; differs in " + difference);
    }
  }
}
