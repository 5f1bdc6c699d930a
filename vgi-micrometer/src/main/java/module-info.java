/** The calls of a worker as Micrometer meters. */
module io.vgi.micrometer {
  requires transitive io.vgi.rpc;
  requires transitive micrometer.core;
  requires static transitive org.jspecify;

  exports io.vgi.micrometer;
}
