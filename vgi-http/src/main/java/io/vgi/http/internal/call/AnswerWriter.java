package io.vgi.http.internal.call;

import io.vgi.http.internal.external.ExternalAnswers;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.dispatch.RpcFault;
import io.vgi.rpc.internal.ipc.StreamWriter;
import java.io.IOException;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** Writes the streams of an answer, one after the other; the last can be taken back. */
final class AnswerWriter implements AutoCloseable {
  private final Answer answer;
  private final ExternalAnswers external;
  private @Nullable StreamWriter out;
  private long mark;
  private boolean hidden;

  AnswerWriter(Answer answer, ExternalAnswers external) {
    this.answer = answer;
    this.external = external;
  }

  /** Begins a stream behind those that are complete. */
  StreamWriter begin(WireSchema schema, BufferAllocator allocator) {
    close();
    mark = answer.body().size();
    out = new StreamWriter(answer.body(), schema, allocator);
    return out;
  }

  /** Begins the last stream once more, to end in an error. */
  StreamWriter again(WireSchema schema, BufferAllocator allocator) {
    answer.body().truncate(mark);
    if (mark == 0 || !hidden) {
      answer.error(200);
    }
    return begin(schema, allocator);
  }

  /** Says nothing of an error that comes behind a stream that is complete. */
  void hideLateErrors() {
    hidden = true;
  }

  /** Begins the stream of an error in place of all streams. */
  StreamWriter refusal(BufferAllocator allocator) {
    mark = 0;
    return again(WireSchema.EMPTY, allocator);
  }

  /** Whether the last stream is too big for a response. */
  boolean isBig() {
    return external.isBig(answer.body(), mark);
  }

  /** Stores the last stream, which is complete, and begins one with a pointer in its place. */
  StreamWriter pointer(WireSchema schema, BufferAllocator allocator) throws IOException {
    long length = answer.body().size() - mark;
    Metadata pointer = external.store(answer.body(), mark, answer.externalBytes());
    answer.countExternal(length);
    StreamWriter instead = begin(schema, allocator);
    instead.writeEmpty(pointer, allocator);
    return instead;
  }

  /** Puts a stream with a pointer in place of the last one, which is complete, if that is big. */
  void replaceBig(WireSchema schema, BufferAllocator allocator) throws IOException {
    if (isBig()) {
      pointer(schema, allocator).end();
    }
  }

  /** Refuses an answer of more than {@code limit} bytes. */
  void checkSize(long limit) {
    if (answer.body().size() > limit) {
      throw RpcFault.responseTooLarge(answer.body().size(), limit);
    }
  }

  /** The last stream is complete; the memory that it took may go. */
  @Override
  public void close() {
    if (out != null) {
      out.close();
      out = null;
    }
  }
}
