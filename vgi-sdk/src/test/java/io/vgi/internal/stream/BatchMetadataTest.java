package io.vgi.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.function.CacheHint;
import io.vgi.function.FunctionSpec;
import io.vgi.rpc.Metadata;
import io.vgi.type.Column;
import org.junit.jupiter.api.Test;

/** What batches say beside their rows. */
class BatchMetadataTest {
  private static BatchMetadata metadata() {
    return new BatchMetadata(
        FunctionSpec.table("f").returns(Column.bigint("a")).batchIndexed().build());
  }

  /** As over HTTP, where another process may go on after each batch. */
  private static BatchMetadata resumed(BatchMetadata last) {
    BatchMetadata next = metadata();
    next.lastBatchIndex(last.lastBatchIndex());
    next.reset();
    return next;
  }

  @Test
  void whatMayBeServedWhenItIsOldIsSaidWithTheFirstBatch() {
    CacheHint hint = CacheHint.forSeconds(60).staleWhileRevalidating(5).staleIfError(7);
    BatchMetadata metadata =
        new BatchMetadata(FunctionSpec.table("f").returns(Column.bigint("a")).cache(hint).build());
    Metadata.Builder first = Metadata.builder();
    metadata.write(first, 1, null, true);
    assertThat(first.build().text("vgi.cache.ttl")).isEqualTo("60");
    assertThat(first.build().text("vgi.cache.stale_while_revalidate")).isEqualTo("5");
    assertThat(first.build().text("vgi.cache.stale_if_error")).isEqualTo("7");
    Metadata.Builder second = Metadata.builder();
    metadata.write(second, 1, null, false);
    assertThat(second.build().text("vgi.cache.stale_if_error")).isNull();
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
