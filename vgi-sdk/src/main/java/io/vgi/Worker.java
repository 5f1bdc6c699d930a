package io.vgi;

import io.vgi.catalog.CatalogSource;
import io.vgi.http.HttpOptions;
import io.vgi.http.auth.Authenticator;
import io.vgi.internal.cli.CommandLine;
import io.vgi.internal.cli.Installing;
import io.vgi.internal.cli.LaunchRefusal;
import io.vgi.internal.cli.OwnOptions;
import io.vgi.internal.cli.ProtocolChoice;
import io.vgi.internal.cli.QuietStart;
import io.vgi.internal.cli.Usage;
import io.vgi.internal.cli.Versions;
import io.vgi.internal.cli.WorkerProcess;
import io.vgi.internal.cli.WrongOptionException;
import io.vgi.internal.dispatch.CatalogSources;
import io.vgi.internal.dispatch.LiveSessions;
import io.vgi.internal.dispatch.VgiService;
import io.vgi.internal.install.Rehearsal;
import io.vgi.internal.start.ClassLoading;
import io.vgi.param.WorkerOption;
import io.vgi.param.WorkerOptions;
import io.vgi.rpc.Listener;
import io.vgi.rpc.RpcServer;
import io.vgi.rpc.SocketOptions;
import io.vgi.rpc.internal.log.WorkerLog;
import io.vgi.rpc.internal.stdio.StandardStreams;
import io.vgi.rpc.observe.CallListener;
import io.vgi.state.StateStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Serves catalogs to DuckDB.
 *
 * <pre>{@code
 * public static void main(String[] args) {
 *   Worker.of(Catalog.named("demo").function(ScalarFunction.longs("add", Math::addExact)).build())
 *       .run(args);
 * }
 * }</pre>
 */
public final class Worker {
  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  private final @Nullable Function<WorkerOptions, ? extends CatalogSource> first;
  private final CatalogSources others;
  private final WorkerTraits traits;

  private Worker(
      @Nullable Function<WorkerOptions, ? extends CatalogSource> first,
      CatalogSources others,
      WorkerTraits traits) {
    this.first = first;
    this.others = others;
    this.traits = traits;
  }

  private Worker with(WorkerTraits other) {
    return new Worker(first, others, other);
  }

  /**
   * A worker of {@code catalogs}; ATTACH chooses among them by name.
   *
   * @throws IllegalArgumentException when there is none, or when two have the same name
   */
  public static Worker of(CatalogSource... catalogs) {
    ClassLoading.begin();
    if (catalogs.length == 0) {
      throw new IllegalArgumentException("A worker needs a catalog");
    }
    return new Worker(null, CatalogSources.of(List.of(catalogs)), WorkerTraits.NONE);
  }

  /**
   * A worker of the catalog that {@code catalog} makes of the worker's own options, each of which
   * is declared by {@link #option}. It is called once for each time of serving.
   *
   * <pre>{@code
   * WorkerOption<String> database = WorkerOption.varchar("database").doc("the JDBC URL to read");
   * Worker.of(options -> tables(options.get(database))).option(database).run(args);
   * }</pre>
   */
  public static Worker of(Function<WorkerOptions, ? extends CatalogSource> catalog) {
    ClassLoading.begin();
    return new Worker(catalog, CatalogSources.of(List.of()), WorkerTraits.NONE);
  }

  /**
   * This worker serving a further catalog called {@code name}, which {@code catalog} makes when it
   * is first asked for, once: a process that is started for one catalog of many does without the
   * others. A fault of its declaration is told then, to whoever attaches it, and the log tells it
   * when all catalogs are listed, which have the name of this one then and nothing else: an ATTACH
   * with options of its own is refused for them. {@code --install} makes all of them.
   *
   * <pre>{@code
   * Worker.of(shop()).catalog("archive", Archive::catalog).run(args);
   * }</pre>
   *
   * @throws IllegalArgumentException when this worker has a catalog of that name
   */
  public Worker catalog(String name, Supplier<? extends CatalogSource> catalog) {
    return new Worker(first, others.plus(name, catalog), traits);
  }

  /**
   * This worker taking {@code option} on its command line, where {@code --help} shows it. What
   * serves without a command line has its default.
   *
   * @throws IllegalArgumentException when every worker has an option of that name, or this one does
   */
  public Worker option(WorkerOption<?> option) {
    boolean taken = traits.options().stream().anyMatch(one -> one.name().equals(option.name()));
    if (taken || CommandLine.isReserved(option.name())) {
      throw new IllegalArgumentException("This worker has an option '" + option + "' already");
    }
    return with(traits.plus(option));
  }

  /** This worker telling {@code version} of itself where {@code --version} asks. */
  public Worker version(String version) {
    return with(traits.version(version));
  }

  /**
   * This worker serving these revisions of the protocol only, such as {@code 2.0}; by default it
   * serves all that the SDK knows. {@code --protocols} chooses among them.
   *
   * @throws IllegalArgumentException when there is none, or one that this worker does not serve
   */
  public Worker protocols(String... revisions) {
    List<String> chosen = ProtocolChoice.among(traits.revisions(), List.of(revisions));
    return with(traits.revisions(chosen));
  }

  /**
   * The names of its catalogs where its options have their defaults, as {@code ATTACH} takes them.
   */
  public List<String> catalogs() {
    return List.copyOf(served().names());
  }

  /**
   * This worker announcing another protocol version, such as {@code 99.0.0}; for tests of how
   * clients refuse it.
   */
  public Worker protocolVersion(String version) {
    return with(traits.protocolVersion(version));
  }

  /**
   * This worker keeping what its calls share in {@code store}, which is not closed; by default in a
   * file that all workers of this user share.
   */
  public Worker state(StateStore store) {
    return with(traits.state(store));
  }

  /**
   * This worker letting {@code who} decide who calls over HTTP. Without it the environment decides:
   * {@code VGI_BEARER_TOKENS}, {@code VGI_JWT_ISSUER}; everybody may call when it says nothing.
   */
  @SuppressWarnings("exports") // who calls it has the module
  public Worker authenticator(Authenticator who) {
    return with(traits.authenticator(who));
  }

  /** This worker telling {@code listener} of every call that has ended, besides the others. */
  public Worker listener(CallListener listener) {
    return with(traits.plus(listener));
  }

  /**
   * Serves as the command line says, and ends the process: with 0 when the client left or {@code
   * --help}, {@code --version}, {@code --install} or {@code --executable} was answered, 2 after a
   * sentence for each fault of the command line, 1 after one sentence when the conversation broke.
   * Standard input and output when no transport is named.
   *
   * <p>Standard output belongs to the protocol from here on: what user code prints goes to standard
   * error. What child processes, native code and streams kept from before write there is lost on
   * Linux; elsewhere it damages the conversation. Nothing may print to standard output before this
   * method is called, neither {@code main} nor the JVM itself ({@code -Xlog:gc} without {@code
   * :stderr}, {@code -agentlib:jdwp} without {@code quiet=y}): the client would read it as the
   * protocol and wait for ever. The process ends at once, whatever threads the user started,
   * because a worker that outlives its client is a leak.
   */
  public void run(String... args) {
    System.exit(runToEnd(args));
  }

  private int runToEnd(String[] args) {
    // first of all: whatever is loaded from here on may log or print
    StandardStreams streams = StandardStreams.take();
    QuietStart.prepare();
    CommandLine line = CommandLine.parse(args, traits.options());
    List<String> faults = new ArrayList<>(line.faults());
    boolean asked = line.help() || line.has("version");
    List<String> revisions = traits.revisions();
    String chosen = line.value("protocols");
    if (chosen != null) {
      revisions = ProtocolChoice.read(revisions, chosen, faults);
    }
    if (asked && faults.isEmpty()) {
      return answer(
          streams,
          line.help() ? Usage.of(traits.options()) : Versions.of(traits.version(), revisions));
    }
    if (faults.isEmpty() && Installing.isAsked(line)) {
      return install(streams, line);
    }
    List<String> missing = new ArrayList<>();
    WorkerOptions options = OwnOptions.of(traits.options(), line.values(), missing);
    // a typo may be why an option is missing
    faults.addAll(faults.isEmpty() ? missing : List.of());
    if (!faults.isEmpty()) {
      faults.forEach(System.err::println);
      LaunchRefusal.tell(line, faults, streams);
      return USAGE;
    }
    List<CatalogSource> served = served(options);
    if (System.getProperty(Rehearsal.PROPERTY) != null) {
      return rehearse(served);
    }
    StateStore store = traits.store();
    WorkerProcess process = new WorkerProcess(line, served, traits.authenticator());
    try {
      long limit = line.maxMemory(System.getenv());
      BufferAllocator memory = ArrowMemory.open();
      LiveSessions sessions = new LiveSessions();
      List<String> spoken = revisions;
      process.run(
          streams,
          new Function<>() { // every start comes here, and this costs it less than a lambda
            @Override
            public RpcServer apply(@Nullable Path log) {
              return traits.server(served, spoken, memory, store, sessions, log, limit);
            }
          });
      sessions.close();
      ArrowMemory.end(memory);
      // only here: after a failure a call may still use it, and it goes with the process
      traits.release(store);
      return OK;
    } catch (WrongOptionException wrong) {
      System.err.println(wrong.getMessage());
      LaunchRefusal.tell(line, List.of(String.valueOf(wrong.getMessage())), streams);
      return USAGE;
    } catch (ArrowMemory.UnusableException unusable) {
      System.err.println("vgi: " + unusable.getMessage());
      return FAILED;
    } catch (IOException | UncheckedIOException broken) {
      System.err.println("vgi: " + broken.getMessage());
      return FAILED;
    } catch (Throwable failure) { // the last one to see it
      WorkerLog.error("The worker failed", failure);
      return FAILED;
    } finally {
      process.released();
    }
  }

  private static int install(StandardStreams streams, CommandLine line) {
    try {
      return answer(streams, Installing.write(line));
    } catch (WrongOptionException wrong) {
      System.err.println(wrong.getMessage());
      return USAGE;
    } catch (IOException failure) {
      System.err.println("vgi: " + failure.getMessage());
      return FAILED;
    }
  }

  /** Calls itself, for the archive of classes that the JVM writes when this process ends. */
  private int rehearse(List<CatalogSource> served) {
    try (BufferAllocator memory = ArrowMemory.open();
        LiveSessions sessions = new LiveSessions()) {
      Rehearsal.run(
          served,
          memory,
          (all, store) ->
              traits.server(all, VgiService.REVISIONS, memory, store, sessions, null, 0));
      return OK;
    } catch (IOException | RuntimeException failure) {
      System.err.println("vgi: " + failure.getMessage());
      return FAILED;
    }
  }

  /** What was asked for goes to standard output, where a pager or a script reads it. */
  private static int answer(StandardStreams streams, String text) {
    try {
      WorkerProcess.announce(streams, text);
      return OK;
    } catch (IOException gone) {
      System.err.println("vgi: " + gone.getMessage());
      return FAILED;
    }
  }

  /**
   * Serves one client over two channels until it leaves; the channels are not closed.
   *
   * @throws IOException when the input fails or is not made of Arrow streams any more
   * @throws IllegalStateException when Arrow's memory cannot be used, with what to do about it
   */
  public void serve(ReadableByteChannel in, WritableByteChannel out) throws IOException {
    embedded().serve(in, out);
  }

  /**
   * Serves at the socket file {@code path}, which only its owner may use, on threads of its own
   * until the handle is closed; the file is removed then.
   *
   * @throws IOException when {@code path} is in use or cannot be made, with the reason
   * @throws IllegalStateException when Arrow's memory cannot be used, with what to do about it
   */
  public Handle serveUnix(Path path) throws IOException {
    return serveUnix(path, SocketOptions.DEFAULT);
  }

  /** As {@link #serveUnix(Path)}, as {@code options} say. */
  public Handle serveUnix(Path path, SocketOptions options) throws IOException {
    return embedded().serve("unix://", server -> server.unix(path.toAbsolutePath(), options));
  }

  /**
   * Serves at a TCP address, port 0 for a free one, on threads of its own until the handle is
   * closed. Nothing checks who connects.
   *
   * @throws IOException when it cannot listen there
   * @throws IllegalStateException when Arrow's memory cannot be used, with what to do about it
   */
  public Handle serveTcp(InetSocketAddress address) throws IOException {
    return serveTcp(address, SocketOptions.DEFAULT);
  }

  /** As {@link #serveTcp(InetSocketAddress)}, as {@code options} say. */
  public Handle serveTcp(InetSocketAddress address, SocketOptions options) throws IOException {
    return embedded().serve("tcp://", server -> server.tcp(address, options));
  }

  /**
   * Serves over HTTP at {@code address}, port 0 for a free one, on threads of its own until the
   * handle is closed. Who calls is decided by {@link #authenticator}; the environment is not asked.
   *
   * @throws IOException when it cannot listen there
   * @throws IllegalStateException when Arrow's memory cannot be used, with what to do about it
   */
  public Handle serveHttp(InetSocketAddress address) throws IOException {
    InetAddress host = address.getAddress();
    return serveHttp(
        HttpOptions.builder()
            .host(host == null ? address.getHostString() : host.getHostAddress())
            .port(address.getPort()));
  }

  /**
   * Serves over HTTP as {@code options} say, besides which this worker's authenticator, if it has
   * one, and a page that shows its catalogs are set.
   *
   * @throws IllegalArgumentException with everything that is wrong with the options
   * @throws IOException when it cannot listen there
   * @throws IllegalStateException when Arrow's memory cannot be used, with what to do about it
   */
  @SuppressWarnings("exports") // who calls it has the module
  public Handle serveHttp(HttpOptions.Builder options) throws IOException {
    return embedded().serveHttp(options);
  }

  /** The catalogs where there is no command line. */
  private CatalogSources served() {
    return served(OwnOptions.defaults(traits.options()));
  }

  private CatalogSources served(WorkerOptions options) {
    return first == null ? others : others.after(first.apply(options));
  }

  private Embedded embedded() {
    return new Embedded(served(), traits);
  }

  /** A worker that listens inside of this process. Any thread. */
  public static final class Handle implements AutoCloseable {
    private final String location;
    private final Listener listener;
    private final BufferAllocator memory;
    private final Runnable release;

    Handle(String location, Listener listener, BufferAllocator memory, Runnable release) {
      this.location = location;
      this.listener = listener;
      this.memory = memory;
      this.release = release;
    }

    /**
     * What {@code LOCATION} takes: {@code http://…} with the prefix, {@code unix:///path} or {@code
     * tcp://host:port}.
     */
    public String location() {
      return location;
    }

    /**
     * Lets queries that run end within the grace period and stops.
     *
     * @throws IllegalStateException when a function has not closed what it allocated
     */
    @Override
    public void close() {
      listener.close();
      release.run();
      memory.close();
    }
  }
}
