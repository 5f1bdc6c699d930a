package io.vgi.internal.dispatch;

import io.vgi.function.SplittableTableFunction;
import io.vgi.function.TableFunction;
import io.vgi.internal.call.BoundCall;
import io.vgi.internal.call.ScanCall;
import io.vgi.internal.codec.RecordCodec;
import io.vgi.internal.stream.TablePart;
import io.vgi.internal.stream.TableStream;
import io.vgi.internal.stream.TableStream.Part;
import io.vgi.internal.stream.TokenParts;
import io.vgi.rpc.ServerStream;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.state.StateStore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Opens the streams of table functions. */
final class TableStreams {
  private final SplitTokens splits;
  private final StateStore store;
  private final CursorCodecs cursors = new CursorCodecs();

  TableStreams(SplitTokens splits, StateStore store) {
    this.splits = splits;
    this.store = store;
  }

  ServerStream open(
      DialectCall call,
      BoundCall bound,
      WireRecord request,
      WireSchema output,
      TableFunction<?> function,
      Execution execution)
      throws Exception {
    ScanCall scan = ScanCalls.read(bound, request, output);
    List<byte[]> planned = planned(call, bound, request);
    long streams = 1;
    TokenParts parts;
    if (!(function instanceof SplittableTableFunction<?, ?> splittable)) {
      // every stream but the first would read all of it again
      parts =
          new TokenParts(
              List.of(TokenParts.WHOLE), (token, at) -> part(function, scan, at, function::open));
    } else {
      TokenParts.Opener opener =
          (token, at) -> part(function, scan, at, all -> begin(all, splittable, token));
      if (planned != null) {
        streams = InitAnswer.UNLIMITED;
        parts = new TokenParts(planned, opener);
      } else if (request.bytes(InitAnswer.EXECUTION) != null) {
        streams = InitAnswer.UNLIMITED;
        parts = new TokenParts(queue(bound, execution), opener);
      } else {
        List<byte[]> all = splits.plan(scan);
        streams = Math.min(scan.bound().entry().spec().parallel(), Math.max(1, all.size()));
        if (streams == 1) {
          parts = new TokenParts(all, opener);
        } else {
          parts = new TokenParts(queue(bound, execution).with(all), opener);
        }
      }
    }
    return InitAnswer.open(
        call, request, execution, streams, header -> new TableStream(scan, output, parts, header));
  }

  /** The parts of the tokens that came with the request; null when it says none. */
  private @Nullable List<byte[]> planned(DialectCall call, BoundCall bound, WireRecord request) {
    List<byte[]> tokens = request.list("split_tokens");
    return tokens == null
        ? null
        : splits.open(bound, FunctionCalls.bindCall(call, request), tokens);
  }

  private SplitQueue queue(BoundCall bound, Execution execution) {
    return new SplitQueue(store, execution.scope(), bound.spec().name());
  }

  private interface Beginning {
    Object open(ScanCall scan) throws Exception;
  }

  private Part part(
      TableFunction<?> function, ScanCall scan, byte @Nullable [] at, Beginning beginning)
      throws Exception {
    RecordCodec<Object> codec = cursors.of(function);
    if (at == null) {
      return new TablePart(function, scan, beginning.open(scan), codec);
    } else if (codec == null) {
      throw new IllegalStateException(
          "The cursor of a scan of '"
              + scan.bound().spec().name()
              + "' cannot be read back: "
              + cursors.why(function));
    }
    return new TablePart(function, scan, codec.decode(at), codec);
  }

  @SuppressWarnings("unchecked") // the split was decoded by the function's own codec
  private Object begin(ScanCall scan, SplittableTableFunction<?, ?> function, byte[] part)
      throws Exception {
    Record split = splits.split(function, part);
    return ((SplittableTableFunction<Object, Record>) function).open(scan, split);
  }
}
