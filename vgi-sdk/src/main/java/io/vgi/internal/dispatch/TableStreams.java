package io.vgi.internal.dispatch;

import io.vgi.function.SplittableTableFunction;
import io.vgi.function.TableFunction;
import io.vgi.internal.bind.BoundCall;
import io.vgi.internal.stream.ScanCall;
import io.vgi.internal.stream.TablePart;
import io.vgi.internal.stream.TableStream;
import io.vgi.internal.stream.TableStream.Part;
import io.vgi.rpc.ServerStream;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.state.Lifetime;
import io.vgi.state.StateStore;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Opens the streams of table functions. */
final class TableStreams {
  private static final String QUEUE = "splits";

  private final SplitTokens splits;
  private final StateStore store;

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
      byte[] execution)
      throws Exception {
    ScanCall scan = ScanCalls.read(bound, request, output);
    List<byte[]> tokens = request.list("split_tokens");
    long streams = 1;
    TableStream.Parts parts;
    if (!(function instanceof SplittableTableFunction<?, ?> splittable)) {
      // every stream but the first would read all of it again
      Iterator<Part> one = List.<Part>of(new Whole(function, scan)).iterator();
      parts = () -> one.hasNext() ? one.next() : null;
    } else if (tokens != null) {
      Iterator<byte[]> left = tokens.iterator();
      parts = () -> left.hasNext() ? part(scan, splittable, left.next()) : null;
      streams = InitAnswer.UNLIMITED;
    } else {
      streams = queue(scan, request, execution);
      Iterator<byte[]> all =
          streams == 1 ? splits.plan(scan).iterator() : new QueueOf(store, execution);
      parts = () -> all.hasNext() ? part(scan, splittable, all.next()) : null;
    }
    WireBatch header = InitAnswer.of(call, request, execution, streams);
    try {
      return new TableStream(scan, output, parts, header);
    } catch (Throwable failure) {
      header.close();
      throw failure;
    }
  }

  /** Shares the parts out to all streams of the execution; returns how many streams that takes. */
  private long queue(ScanCall scan, WireRecord request, byte[] execution) throws Exception {
    if (request.bytes("execution_id") != null) {
      return InitAnswer.UNLIMITED;
    }
    int most = scan.bound().entry().spec().parallel();
    List<byte[]> tokens = most == 1 ? List.of() : splits.plan(scan);
    if (tokens.size() < 2) {
      return 1;
    }
    store.open(execution, Lifetime.execution());
    store.push(execution, QUEUE, tokens);
    return Math.min(most, tokens.size());
  }

  @SuppressWarnings("unchecked") // the split was decoded by the function's own codec
  private Part part(ScanCall scan, SplittableTableFunction<?, ?> function, byte[] token)
      throws Exception {
    Record split = splits.split(scan.bound(), function, token);
    Object cursor = ((SplittableTableFunction<Object, Record>) function).open(scan, split);
    return new TablePart(function, scan, cursor);
  }

  /** The parts that no stream of the execution has taken yet. */
  private static final class QueueOf implements Iterator<byte[]> {
    private final StateStore store;
    private final byte[] execution;
    private byte @Nullable [] next;

    QueueOf(StateStore store, byte[] execution) {
      this.store = store;
      this.execution = execution;
    }

    @Override
    public boolean hasNext() {
      if (next == null) {
        next = store.pop(execution, QUEUE);
      }
      return next != null;
    }

    @Override
    public byte[] next() {
      byte[] token = next;
      if (token == null) {
        throw new java.util.NoSuchElementException();
      }
      next = null;
      return token;
    }
  }

  /** A scan without parts, whose cursor is placed when the first row is asked for. */
  private static final class Whole implements Part {
    private final TableFunction<?> function;
    private final ScanCall scan;
    private @Nullable TablePart opened;

    Whole(TableFunction<?> function, ScanCall scan) {
      this.function = function;
      this.scan = scan;
    }

    @Override
    public boolean next(io.vgi.function.BatchWriter out) throws Exception {
      TablePart part = opened;
      if (part == null) {
        part = new TablePart(function, scan, function.open(scan));
        opened = part;
      }
      return part.next(out);
    }

    @Override
    public void cancelled() throws Exception {
      if (opened != null) {
        opened.cancelled();
      }
    }

    @Override
    public void close() throws Exception {
      if (opened != null) {
        opened.close();
      }
    }
  }
}
