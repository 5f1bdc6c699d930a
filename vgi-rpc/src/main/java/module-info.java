/** The RPC layer of the VGI worker SDK. */
module io.vgi.rpc {
  requires transitive org.apache.arrow.memory.core;
  requires transitive org.apache.arrow.vector;
  requires org.apache.arrow.format;
  requires flatbuffers.java;
  requires org.slf4j;
  requires java.logging;
  requires static java.management;
  requires static jdk.management;
  requires static transitive org.jspecify;

  exports io.vgi.rpc;
  exports io.vgi.rpc.client;
  exports io.vgi.rpc.observe;
  exports io.vgi.rpc.internal.dispatch to
      io.vgi,
      io.vgi.http;
  exports io.vgi.rpc.internal.wire to
      io.vgi,
      io.vgi.http;
  exports io.vgi.rpc.internal.ipc to
      io.vgi,
      io.vgi.http;
  exports io.vgi.rpc.internal.log to
      io.vgi,
      io.vgi.http,
      io.vgi.jwt;
  exports io.vgi.rpc.internal.memory to
      io.vgi,
      io.vgi.http;
  exports io.vgi.rpc.internal.codec to
      io.vgi,
      io.vgi.http;
  exports io.vgi.rpc.internal.reflect to
      io.vgi;
  exports io.vgi.rpc.internal.server to
      io.vgi.http;
  exports io.vgi.rpc.internal.stdio to
      io.vgi;
}
