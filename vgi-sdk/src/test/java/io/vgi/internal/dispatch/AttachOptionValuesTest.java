package io.vgi.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.param.AttachOption;
import io.vgi.type.SqlType;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;

class AttachOptionValuesTest {
  private static final AttachOption<Long> LIMIT = AttachOption.bigint("Limit").orElse(9L);
  private static final AttachOption<byte[]> BLOB =
      AttachOption.of("blob", SqlType.BLOB, byte[].class);
  private static final AttachOption<Long> KEY = AttachOption.bigint("key").required();

  private static AttachOptionValues options(BufferAllocator memory, byte[] row) {
    return new AttachOptionValues("shop", List.of(LIMIT, BLOB, KEY), row, memory);
  }

  @Test
  void whatIsGivenIsFoundWhateverItsCaseAndTheRestIsTheDefault() {
    try (BufferAllocator memory = new RootAllocator()) {
      AttachOptionValues given =
          options(memory, Fixtures.batch(memory, List.of("LIMIT", "Key"), new long[] {3, 4}));
      assertThat(given.checked().find(LIMIT)).isEqualTo(3);
      assertThat(given.find(KEY)).isEqualTo(4);
      assertThat(given.find(BLOB)).isNull();
      AttachOptionValues none = options(memory, new byte[0]);
      assertThat(none.find(LIMIT)).isEqualTo(9);
      assertThatThrownBy(none::checked).hasMessageContaining("without the required option 'key'");
    }
  }

  @Test
  void anOptionOfAnotherCatalogIsRefused() {
    try (BufferAllocator memory = new RootAllocator()) {
      AttachOptionValues given = options(memory, new byte[0]);
      AttachOption<String> twin = AttachOption.varchar("key");
      assertThatThrownBy(() -> given.find(twin)).hasMessageContaining("does not declare");
      AttachOption<Long> other = AttachOption.bigint("other");
      assertThatThrownBy(() -> given.find(other)).hasMessageContaining("does not declare");
    }
  }
}
