package io.vgi.it;

import io.vgi.Worker;
import io.vgi.catalog.Catalog;

/** A worker whose functions try what the example worker has no use for. */
public final class ProbeWorker {
  private ProbeWorker() {}

  /** Serves the catalog {@code probe}. */
  public static void main(String[] args) {
    Catalog.Builder probe = Catalog.named(Probe.CATALOG);
    ProbeEchoes.addTo(probe);
    ProbeGivers.addTo(probe);
    ProbeScalars.addTo(probe);
    ProbeTables.addTo(probe);
    ProbeFaults.addTo(probe);
    ProbePhases.addTo(probe);
    ProbeKilled.addTo(probe);
    ProbeValues.addTo(probe);
    ProbeCancel.addTo(probe);
    ProbeStreams.addTo(probe);
    ProbeOrders.addTo(probe);
    ProbeForms.addTo(probe);
    ProbeExtremes.addTo(probe);
    Worker.of(probe.build()).run(args);
  }
}
