package io.vgi.rpc.internal.ipc;

import java.util.List;
import org.apache.arrow.flatbuf.DictionaryBatch;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** A dictionary batch that is on the heap and becomes a vector only when somebody asks for one. */
@SuppressWarnings("ArrayRecordComponent") // handed over once and never compared
record SmallDictionary(DictionaryBatch header, byte[] body) {
  /** Adds the vector of this dictionary to {@code dictionaries}. */
  void decode(Dictionaries dictionaries, BufferAllocator allocator, IpcLimits limits) {
    try (ArrowBuf copy = allocator.buffer(body.length)) {
      copy.setBytes(0, body);
      decode(header, copy, body.length, dictionaries, allocator, limits);
    }
  }

  static void decode(
      @Nullable DictionaryBatch header,
      ArrowBuf body,
      long bodyLength,
      Dictionaries dictionaries,
      BufferAllocator allocator,
      IpcLimits limits) {
    RecordBatch data = header == null ? null : header.data();
    if (header == null || data == null) {
      throw new InvalidBatchException("A dictionary batch has no data");
    }
    FieldVector values =
        BatchDecoder.decode(
                data,
                List.of(dictionaries.layoutOf(header.id())),
                body,
                bodyLength,
                dictionaries,
                allocator,
                limits)
            .get(0);
    dictionaries.put(header.id(), values, header.isDelta());
  }
}
