package io.vgi.http.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.http.HttpServer;
import io.vgi.rpc.arrows.PackageArrows;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** No package behind the public ones leans on itself by way of others. */
class PackageCyclesTest {
  @Test
  void thereAreNone() throws Exception {
    Path classes =
        Path.of(HttpServer.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    PackageArrows arrows = PackageArrows.of(classes);
    Set<String> internal =
        arrows.packages().stream()
            .filter(name -> name.contains(".internal"))
            .collect(Collectors.toSet());
    assertThat(internal).contains("io.vgi.http.internal.call", "io.vgi.http.internal.stream");
    assertThat(arrows.inCycles(internal)).isEmpty();
  }
}
