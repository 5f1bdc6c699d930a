package io.vgi.internal.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.state.StateStore;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parts that are dealt out to streams whose turns may be repeated. */
class SplitQueueTest {
  private static final byte[] SCOPE = {1, 2, 3};

  private final StateStore store = StateStore.memory();

  private static byte[] part(int number) {
    // of different lengths, the first is empty
    return number == 0
        ? new byte[0]
        : ByteBuffer.allocate(Integer.BYTES + number % 7).putInt(number).array();
  }

  private static int number(byte[] part) {
    return part.length == 0 ? 0 : ByteBuffer.wrap(part).getInt();
  }

  private SplitQueue begin(int count) {
    List<byte[]> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      parts.add(part(i));
    }
    return queue().with(parts);
  }

  private SplitQueue queue() {
    return new SplitQueue(store, SCOPE, "f");
  }

  private SplitQueue at(byte[] place) {
    SplitQueue queue = queue();
    queue.resume(place);
    return queue;
  }

  /** The parts of a turn that takes {@code count}. */
  private static List<Integer> turn(SplitQueue queue, int count) {
    queue.turn();
    List<Integer> taken = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte @Nullable [] part = queue.next();
      if (part != null) {
        taken.add(number(part));
      }
    }
    return taken;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 63, 64, 65, 1_000})
  void eachPartIsTakenOnceThoughTurnsAreRepeated(int count) {
    Random random = new Random(count);
    List<byte[]> places = new ArrayList<>(List.of(begin(count).place()));
    for (int i = 0; i < 4; i++) {
      places.add(queue().place());
    }
    List<Integer> all = new ArrayList<>();
    while (all.size() < count) {
      int stream = random.nextInt(places.size());
      int size = random.nextInt(4);
      SplitQueue lost = at(places.get(stream));
      List<Integer> taken = turn(lost, size);
      if (random.nextBoolean()) {
        SplitQueue again = at(places.get(stream));
        assertThat(turn(again, size)).isEqualTo(taken);
        assertThat(again.place()).isEqualTo(lost.place());
      }
      places.set(stream, lost.place());
      all.addAll(taken);
    }
    assertThat(all).hasSize(count).doesNotHaveDuplicates();
    assertThat(turn(at(places.get(0)), 1)).isEmpty();
  }

  @Test
  void aTurnThatWasRepeatedTakesNothingFromTheNext() {
    SplitQueue queue = begin(6);
    SplitQueue slow = at(queue.place());
    assertThat(turn(queue, 1)).containsExactly(0);
    assertThat(turn(queue, 1)).containsExactly(1);
    assertThat(turn(queue, 1)).containsExactly(2);
    assertThat(turn(slow, 4)).doesNotContain(3, 4, 5);
    assertThat(turn(queue, 4)).containsExactly(3, 4, 5);
  }

  @Test
  void aTurnThatTakesMoreThanTheOneItRepeats() {
    SplitQueue queue = begin(5);
    byte[] place = queue.place();
    assertThat(turn(at(place), 2)).containsExactly(0, 1);
    SplitQueue again = at(place);
    assertThat(turn(again, 3)).containsExactly(0, 1, 2);
    assertThat(turn(again, 3)).containsExactly(3, 4);
  }

  @Test
  void whoeverJoinsIsToldWhenNothingIsStored() {
    assertThatThrownBy(() -> queue().joins()).hasMessageContaining("is not in the state store");
    assertThatThrownBy(() -> queue().next()).hasMessageContaining("is not in the state store");
    assertThat(begin(1).joins()).isFalse();
    assertThat(queue().joins()).isTrue();
  }
}
