package io.vgi.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.function.FunctionSpec;
import io.vgi.type.Column;
import org.junit.jupiter.api.Test;

/** Batch indexes rise, whoever goes on with a stream. */
class BatchMetadataTest {
  private static BatchMetadata metadata() {
    return new BatchMetadata(
        FunctionSpec.named("f").returns(Column.bigint("a")).batchIndexed().build());
  }

  /** As over HTTP, where another process may go on after each batch. */
  private static BatchMetadata resumed(BatchMetadata last) {
    BatchMetadata next = metadata();
    next.lastBatchIndex(last.lastBatchIndex());
    next.reset();
    return next;
  }

  @Test
  void theLastIndexIsKnownBeforeTheNextBatchBegins() {
    BatchMetadata first = metadata();
    assertThat(first.lastBatchIndex()).isNegative();
    first.batchIndex(5);
    BatchMetadata second = resumed(first);
    assertThatThrownBy(() -> second.batchIndex(4)).hasMessageContaining("gave 4 after 5");
    second.batchIndex(5);
    BatchMetadata third = resumed(resumed(second));
    assertThatThrownBy(() -> third.batchIndex(4)).hasMessageContaining("gave 4 after 5");
    third.batchIndex(6);
  }
}
