package io.vgi.rpc.conformance;

import io.vgi.rpc.Service;
import java.util.List;

/** The services that the protocol's conformance suite calls. */
public final class Conformance {
  static final String PROTOCOL = "ConformanceService";
  static final String VERSION = "2.0.0";

  private Conformance() {}

  /** All of them, the main one first. */
  public static List<Service> services() {
    MethodTable table = new MethodTable(PROTOCOL, VERSION);
    EchoMethods.addTo(table);
    PlainMethods.addTo(table);
    ProducerMethods.addTo(table);
    ExchangeMethods.addTo(table);
    new CancelMethods().addTo(table);
    return List.of(table.service(), SecondaryMethods.table().service());
  }
}
