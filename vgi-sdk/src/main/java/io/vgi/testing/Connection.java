package io.vgi.testing;

import io.vgi.internal.wire.Dialect;
import io.vgi.internal.wire.MethodShape;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.client.ClientStream;
import io.vgi.rpc.client.RpcClient;
import io.vgi.rpc.client.RpcError;
import io.vgi.rpc.internal.codec.WireRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** A connection of the engine to the worker, for one use of one function. One thread at a time. */
final class Connection implements AutoCloseable {
  static final Dialect DIALECT = Dialect.load("2.0");

  private final Session session;
  private final RpcClient client;
  private final String user;

  /**
   * Connects.
   *
   * @param user what uses it, for messages
   */
  Connection(Session session, RpcClient client, String user) {
    this.session = session;
    this.client = client;
    this.user = user;
  }

  BufferAllocator memory() {
    return session.memory();
  }

  /** {@code record} as the bytes of the record of that name. */
  byte[] encode(WireRecord record) {
    return record.toBytes(DIALECT.format(record.name()), memory());
  }

  /** Calls a method whose answer is a record. */
  WireRecord call(String method, WireRecord request) {
    byte[] result = result(method, request);
    if (result == null) {
      throw new IllegalStateException("Method '" + method + "' answered nothing");
    }
    return WireRecord.read(method, result, memory());
  }

  /** Calls a method that answers nothing. */
  void tell(String method, WireRecord request) {
    result(method, request);
  }

  private byte @Nullable [] result(String method, WireRecord request) {
    try (WireBatch params = params(DIALECT.method(method), request);
        WireBatch answer = client.call(method, params)) {
      return answer.columns().isEmpty() ? null : WireRecord.read(method, answer).bytes("result");
    } catch (RpcError error) {
      throw QueryException.of(error);
    } catch (IOException broken) {
      throw broken(broken);
    }
  }

  private WireBatch params(MethodShape shape, WireRecord request) {
    WireRecord params =
        shape.requestRecord() == null
            ? request
            : WireRecord.named("params").set("request", encode(request));
    return params.toBatch(shape.params(), memory());
  }

  /** Opens a stream; its header is read. */
  Stream open(WireRecord init) {
    try (WireBatch params = params(DIALECT.method("init"), init)) {
      return new Stream(client.open("init", params, true));
    } catch (RpcError error) {
      throw QueryException.of(error);
    } catch (IOException broken) {
      throw broken(broken);
    }
  }

  private UncheckedIOException broken(IOException cause) {
    return new UncheckedIOException("The connection of '" + user + "' broke", cause);
  }

  /** Ends the connection, and remembers what was logged, and what was left behind. */
  @Override
  public void close() {
    client.logs().forEach(session::log);
    try {
      client.close();
    } catch (IllegalStateException failed) {
      if (!session.isLeak(user, failed)) {
        throw failed;
      }
    } catch (IOException broken) {
      throw broken(broken);
    }
  }

  /** A stream that is open. */
  final class Stream implements AutoCloseable {
    private final ClientStream stream;
    private final WireRecord header;

    private Stream(ClientStream stream) {
      WireBatch row = stream.header();
      if (row == null) {
        throw new IllegalStateException("The stream of '" + user + "' has no header");
      }
      this.stream = stream;
      this.header = WireRecord.read("GlobalInitResponse", row);
    }

    WireRecord header() {
      return header;
    }

    /** The next batch, which is the caller's, or null at the end. */
    @Nullable WireBatch next() {
      try (WireBatch tick = WireBatch.ofRows(0, Metadata.EMPTY)) {
        return answer(tick);
      }
    }

    /** What the worker answers to {@code input}, which stays the caller's. */
    WireBatch exchange(WireBatch input) {
      WireBatch answer = answer(input);
      if (answer == null) {
        throw QueryException.ofEngine("'" + user + "' ended its stream before its input did");
      }
      return answer;
    }

    private @Nullable WireBatch answer(WireBatch input) {
      try {
        return stream.exchange(input);
      } catch (RpcError error) {
        throw QueryException.of(error);
      } catch (IOException broken) {
        throw broken(broken);
      }
    }

    /** Gives the stream up. */
    void cancel() {
      try {
        stream.cancel();
      } catch (IOException broken) {
        throw broken(broken);
      }
    }

    @Override
    public void close() {
      try {
        stream.close();
      } catch (IOException broken) {
        throw broken(broken);
      }
    }
  }
}
