/** The VGI worker SDK: DuckDB catalogs, functions and tables in Java. */
module io.vgi {
  requires transitive io.vgi.rpc;
  // may be missing; who calls Worker.serveHttp requires it as well
  requires static io.vgi.http;
  requires transitive java.sql;
  // nothing else would bring the allocator onto the module path
  requires org.apache.arrow.memory.unsafe;
  requires org.xerial.sqlitejdbc;
  requires static transitive org.jspecify;

  exports io.vgi;
  exports io.vgi.catalog;
  exports io.vgi.function;
  exports io.vgi.param;
  exports io.vgi.pushdown;
  exports io.vgi.state;
  exports io.vgi.testing;
  exports io.vgi.type;

  uses io.vgi.rpc.TransportProvider;
}
