package io.vgi.http.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.http.HttpServer;
import io.vgi.rpc.arrows.PackageArrows;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** No package behind the public ones leans on itself by way of others. */
class PackageCyclesTest {
  @Test
  void thereAreNone() throws Exception {
    PackageArrows arrows = PackageArrows.ofModule(HttpServer.class);
    Set<String> internal = arrows.internalPackages();
    assertThat(internal).contains("io.vgi.http.internal.call", "io.vgi.http.internal.stream");
    assertThat(arrows.inCycles(internal)).isEmpty();
  }
}
