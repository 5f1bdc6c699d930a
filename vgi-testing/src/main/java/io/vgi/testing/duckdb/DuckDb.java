package io.vgi.testing.duckdb;

import io.vgi.Worker;
import io.vgi.catalog.CatalogSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An in-memory DuckDB inside this process, with the vgi extension loaded and the catalogs of a
 * worker attached under their own names.
 *
 * <pre>{@code
 * try (DuckDb duck = DuckDb.attach(catalog)) {
 *   duck.query("SELECT demo.add(1, 2)").single(Long.class); // 3
 * }
 * }</pre>
 *
 * <p>Where JUnit 5 or newer is on the class path, each is an extension as well, which starts and
 * closes itself: once for a class in a static field, for every test in one that is not.
 *
 * <pre>{@code
 * @RegisterExtension static DuckDb duck = DuckDb.attach(catalog);
 * }</pre>
 *
 * <p>How it is set up is said before it is used; the first use starts it, and from then on the
 * methods that set up throw {@link IllegalStateException}. Closing ends queries and workers; a
 * function of this process that still runs has five seconds to end, and the close fails when one
 * has not closed what it allocated.
 *
 * <p>The extension is, in this order: the file that the variable {@code VGI_EXTENSION} or the
 * system property {@code vgi.extension} names; that of the npm package {@code @haybarn/ext-vgi-…}
 * in a folder {@code node_modules} of this project or above, or in the folder that the property
 * {@code vgi.extensions} names; what was fetched before; what this user's DuckDB has installed; or
 * that package, which is fetched by the network once, checked, and kept below {@code ~/.cache}. For
 * a version of DuckDB or a platform of which no package is known here, DuckDB is told to install it
 * from its community repository instead.
 *
 * <p>Any thread; queries of several run one after the other.
 */
public class DuckDb implements AutoCloseable {
  private final Setup setup;
  private @Nullable Session session;
  private boolean closed;

  DuckDb(WorkerSource source) {
    this.setup = new Setup(source);
  }

  private static DuckDb of(WorkerSource source) {
    return IsJUnitHere.ANSWER ? JUnitDuckDb.of(source) : new DuckDb(source);
  }

  /** Set by what is on the class path. */
  private static final class IsJUnitHere {
    static final boolean ANSWER = find();

    private static boolean find() {
      try {
        Class.forName(
            "org.junit.jupiter.api.extension.Extension", false, DuckDb.class.getClassLoader());
        return true;
      } catch (ClassNotFoundException plainJava) {
        return false;
      }
    }
  }

  /** A DuckDB with the extension and without a catalog. */
  public static DuckDb create() {
    return of(new WorkerSource.None());
  }

  /**
   * A DuckDB with {@code catalogs} attached, which this process serves: breakpoints work, and the
   * functions see the objects of the test. What calls share is kept in memory.
   *
   * @throws IllegalArgumentException when there is none, or when two have the same name
   */
  public static DuckDb attach(CatalogSource... catalogs) {
    return of(new WorkerSource.InProcess(Worker.of(catalogs), true));
  }

  /** A DuckDB with the catalogs of {@code worker} attached, which this process serves. */
  public static DuckDb attach(Worker worker) {
    return of(new WorkerSource.InProcess(worker, false));
  }

  /**
   * A DuckDB with the catalogs of the worker in an executable {@code jar} attached, which the Java
   * of this process runs.
   */
  public static DuckDb attachJar(Path jar) {
    return of(WorkerSource.java(List.of("-jar", jar.toAbsolutePath().toString())));
  }

  /**
   * A DuckDB with the catalogs of the worker that {@code main} starts attached: a process of its
   * own, with the class path and the Java of this one.
   */
  public static DuckDb attachMain(Class<?> main) {
    return of(WorkerSource.java(List.of("-cp", WorkerSource.classPath(), main.getName())));
  }

  /** A DuckDB with the catalogs of the worker attached that a command starts: a script, say. */
  public static DuckDb attachCommand(String... command) {
    return of(new WorkerSource.Command(List.of(command)));
  }

  /** A DuckDB with the catalogs of a worker attached that runs elsewhere, as LOCATION names it. */
  public static DuckDb attachLocation(String location) {
    return of(new WorkerSource.Elsewhere(location));
  }

  /** Over pipes, as many processes as DuckDB starts: the default of a worker that is a process. */
  public DuckDb stdio() {
    return change(setup -> setup.transport(Transport.STDIO));
  }

  /** Over a socket, a process that DuckDB launches and that is ended at the close. */
  public DuckDb launch() {
    return change(setup -> setup.transport(Transport.LAUNCH));
  }

  /** Over a socket file: the default of a worker in this process. */
  public DuckDb unix() {
    return change(setup -> setup.transport(Transport.UNIX));
  }

  /** Over a TCP port of this machine. */
  public DuckDb tcp() {
    return change(setup -> setup.transport(Transport.TCP));
  }

  /** Over HTTP, for which DuckDB loads, or else installs, its httpfs extension. */
  public DuckDb http() {
    return change(setup -> setup.transport(Transport.HTTP));
  }

  /**
   * Attaches the catalogs of these names only. Without it those that the worker lists; to list them
   * takes a worker that is a process another start, and cannot be done with a bearer token.
   */
  public DuckDb catalogs(String... names) {
    return change(setup -> setup.catalogs(List.of(names)));
  }

  /** Gives ATTACH an option, the worker's or the extension's: text, a number, or a boolean. */
  public DuckDb option(String name, Object value) {
    return change(setup -> setup.option(name, value));
  }

  /** Calls over HTTP with this token. */
  public DuckDb bearerToken(String token) {
    return option("bearer_token", token);
  }

  /** Changes a setting of DuckDB, such as {@code threads}, before anything else happens. */
  public DuckDb set(String setting, Object value) {
    return change(setup -> setup.setting(setting, value));
  }

  /** Gives a worker that is a process these arguments more. */
  public DuckDb arguments(String... arguments) {
    return change(setup -> setup.arguments(List.of(arguments)));
  }

  /** Gives a worker that is a process a variable of the environment. */
  public DuckDb environment(String name, String value) {
    return change(setup -> setup.environment(name, value));
  }

  /** Gives the JVM of a worker that is a process these options, such as {@code -Xmx256m}. */
  public DuckDb javaOptions(String... options) {
    return change(setup -> setup.javaOptions(List.of(options)));
  }

  private synchronized DuckDb change(Consumer<Setup> change) {
    if (session != null || closed) {
      throw new IllegalStateException("This DuckDB has started: set it up before its first use");
    }
    change.accept(setup);
    return this;
  }

  /**
   * A query to run, with a value for each {@code ?} or {@code $1} in it: what the driver takes, and
   * {@link java.time.Instant}, enums and null.
   */
  public Query query(String sql, @Nullable Object... parameters) {
    return new Query(this, sql, parameters);
  }

  /**
   * Runs a statement, or several with semicolons between, and drops what it gives.
   *
   * @throws QueryException when it fails, with DuckDB's message
   */
  public void execute(String sql) {
    new Query(this, sql, new Object[0]).execute();
  }

  /**
   * The connection that all queries use; it is not to be closed.
   *
   * @throws IllegalStateException when DuckDB does not start, with what to do about it, or when it
   *     has been closed
   */
  public Connection connection() {
    return start().connection();
  }

  synchronized Session start() {
    if (closed) {
      throw new IllegalStateException("This DuckDB has been closed");
    }
    Session running = session;
    if (running == null) {
      running = Session.open(setup);
      session = running;
    }
    return running;
  }

  /** Allows another start, of the same setup. */
  synchronized void reopen() {
    closed = false;
  }

  /**
   * Closes DuckDB, then the worker; nothing when that has happened.
   *
   * @throws IllegalStateException when a function of this process has not closed what it allocated
   */
  @Override
  public synchronized void close() {
    closed = true;
    Session running = session;
    session = null;
    if (running != null) {
      running.close();
    }
  }
}
