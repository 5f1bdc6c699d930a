package io.vgi.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

/**
 * Engines with the packaged example worker attached, by pipes, a launched socket and HTTP; the same
 * ones for all tests of a process.
 */
final class Carriers implements ArgumentsProvider {
  private static @Nullable Engine pipes;
  private static @Nullable Engine launched;

  /** Whether nearly every query of {@code engine} starts a process. */
  static boolean startsProcesses(Engine engine) {
    return engine == pipes;
  }

  /** Whether a query costs least with {@code engine}: it is asked all that the others share. */
  static boolean costsLeast(Engine engine) {
    return engine == launched;
  }

  @Override
  public Stream<? extends Arguments> provideArguments(
      ParameterDeclarations parameters, ExtensionContext context) {
    return context
        // a fork has a session, and every class of it a root of its own
        .getStore(StoreScope.LAUNCHER_SESSION, Namespace.create(Carriers.class))
        .computeIfAbsent(Carriers.class, unused -> Started.start(), Started.class)
        .engines
        .stream()
        .map(Arguments::of);
  }

  private static final class Started implements AutoCloseable {
    private final List<Named<Engine>> engines = new ArrayList<>();
    private final Path errors;
    private final ServingWorker http;

    private Started(Path errors) throws Exception {
      this.errors = errors;
      http = ServingWorker.briefExample(errors, Map.of(), "--http");
      attach("stdio", Probe.example());
      attach("launch", Probe.launched(Probe.example()));
      attach("http", http.location());
    }

    static Started start() {
      try {
        return new Started(Files.createTempFile("worker", ".log"));
      } catch (Exception failure) {
        throw new IllegalStateException("The example worker cannot be attached", failure);
      }
    }

    private void attach(String name, String location) throws SQLException {
      Engine engine = new Engine();
      if (name.equals("stdio")) {
        pipes = engine;
      } else if (name.equals("launch")) {
        launched = engine;
      }
      engines.add(Named.of(name, engine));
      engine.attach("example", location);
    }

    @Override
    public void close() throws SQLException, IOException {
      for (Named<Engine> engine : engines) {
        engine.getPayload().close();
      }
      http.close();
      Files.delete(errors);
    }
  }
}
