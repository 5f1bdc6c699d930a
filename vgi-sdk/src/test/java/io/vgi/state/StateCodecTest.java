package io.vgi.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.internal.state.StateBytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** States travel by codecs that are derived from their types. */
@SuppressWarnings("unused") // fields are read by reflection
class StateCodecTest {
  private enum Side {
    LEFT,
    RIGHT
  }

  private record Point(long x, @Nullable String name) {}

  /** A field of each kind that is written in a way of its own, and of some that are not. */
  private static final class Everything {
    static final String SHARED = "not written";

    private long big;
    private int medium;
    private double real;
    private boolean flag;
    private float half;
    private short small;
    private byte tiny;
    private char letter;
    private @Nullable String text;
    private @Nullable Side side;
    private @Nullable Point point;
    private @Nullable Long boxed;
    private long @Nullable [] longs;
    private byte @Nullable [] bytes;
    private @Nullable List<Point> points;
    private @Nullable Map<String, Integer> counts;
    private transient int hint;
  }

  private static final class Heap {
    private final PriorityQueue<Long> queue;

    Heap(List<Long> values) {
      this.queue = new PriorityQueue<>(values);
    }

    Snapshot take() {
      return new Snapshot(new ArrayList<>(queue));
    }
  }

  private record Snapshot(List<Long> values) {}

  private static final class FinalField {
    final long fixed = Long.parseLong("1");
  }

  private static final class NoConstructor {
    long value;

    NoConstructor(long value) {
      this.value = value;
    }
  }

  private static class Base {
    long value;
  }

  private static final class Extended extends Base {
    long other;
  }

  private abstract static class Abstract {
    long value;
  }

  private static final class Threads {
    @Nullable Thread worker;
  }

  private static <S> S there(StateCodec<S> codec, S state) throws IOException {
    return StateBytes.copy(codec, state);
  }

  @Test
  void allFieldsOfAPlainClassTravel() throws IOException {
    Everything state = new Everything();
    state.big = Long.MIN_VALUE;
    state.medium = Integer.MAX_VALUE;
    state.real = -0.0;
    state.flag = true;
    state.half = Float.NEGATIVE_INFINITY;
    state.small = Short.MIN_VALUE;
    state.tiny = -1;
    state.letter = '\uffff';
    state.text = "Straße \ud83d\ude00";
    state.side = Side.RIGHT;
    state.point = new Point(7, null);
    state.boxed = -3L;
    state.longs = new long[] {1, Long.MAX_VALUE};
    state.bytes = new byte[] {0, -1};
    state.points = List.of(new Point(1, "a"), new Point(2, null));
    state.counts = Map.of("one", 1);
    state.hint = 9;
    Everything copy = there(StateCodec.of(Everything.class), state);
    assertThat(copy).usingRecursiveComparison().ignoringFields("hint").isEqualTo(state);
    assertThat(Double.doubleToRawLongBits(copy.real)).isEqualTo(Double.doubleToRawLongBits(-0.0));
    assertThat(copy.hint).isZero();
    assertThat(copy.points).isInstanceOf(ArrayList.class);
    assertThat(there(StateCodec.of(Everything.class), new Everything()))
        .usingRecursiveComparison()
        .isEqualTo(new Everything());
  }

  @Test
  void numbersTextAndBytesTravel() throws IOException {
    for (int length : new int[] {0, 1, 7, 8, 9, 1000}) {
      long[] longs = new long[length];
      double[] doubles = new double[length];
      int[] ints = new int[length];
      Arrays.setAll(longs, i -> Long.MAX_VALUE - i);
      Arrays.setAll(doubles, i -> i % 3 == 0 ? Double.NaN : -i / 3.0);
      Arrays.setAll(ints, i -> Integer.MIN_VALUE + i);
      assertThat(there(StateCodec.longs(), longs)).isEqualTo(longs).isNotSameAs(longs);
      assertThat(there(StateCodec.doubles(), doubles)).isEqualTo(doubles);
      assertThat(there(StateCodec.of(int[].class), ints)).isEqualTo(ints);
      assertThat(there(StateCodec.bytes(), new byte[length])).hasSize(length);
      assertThat(there(StateCodec.text(), "é".repeat(length))).isEqualTo("é".repeat(length));
    }
    assertThat(there(StateCodec.of(Long.class), -1L)).isEqualTo(-1L);
    assertThat(there(StateCodec.of(long[][].class), new long[][] {{1}, {}})[0][0]).isOne();
    assertThat(there(StateCodec.ofRecord(Point.class), new Point(1, "x")))
        .isEqualTo(new Point(1, "x"));
  }

  @Test
  void aRecordMayTravelInPlaceOfAState() throws IOException {
    StateCodec<Heap> codec =
        StateCodec.of(Snapshot.class, Heap::take, snapshot -> new Heap(snapshot.values()));
    Heap copy = there(codec, new Heap(List.of(3L, 1L, 2L)));
    assertThat(List.of(copy.queue.poll(), copy.queue.poll(), copy.queue.poll()))
        .containsExactly(1L, 2L, 3L);
    assertThatCode(codec::check).doesNotThrowAnyException();
  }

  @Test
  void oneCodecMayUseAnother() throws IOException {
    StateCodec<long[]> longs = StateCodec.longs();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    longs.write(new long[] {5}, out);
    StateCodec.text().write("behind", out);
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
    assertThat(longs.read(in)).containsExactly(5);
    assertThat(StateCodec.text().read(in)).isEqualTo("behind");
  }

  @Test
  void lengthsThatTheBytesCannotHoldAreRefused() {
    byte[] huge = {0x7f, -1, -1, -1, 0, 0, 0, 0};
    assertThatThrownBy(() -> StateBytes.read(StateCodec.longs(), huge))
        .isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> StateBytes.read(StateCodec.bytes(), huge))
        .isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> StateBytes.read(StateCodec.longs(), new byte[] {-1, -1, -1, -1}))
        .isInstanceOf(EOFException.class);
  }

  private static void refused(Type type, String why) {
    assertThatThrownBy(() -> StateCodec.of(type).check())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(type.getTypeName())
        .hasMessageContaining(why);
  }

  @Test
  void whatCannotTravelIsRefusedByName() throws NoSuchFieldException {
    refused(FinalField.class, "its field 'fixed' is final");
    refused(NoConstructor.class, "it has no constructor without parameters");
    refused(Extended.class, "it has a superclass");
    refused(Abstract.class, "it is abstract");
    refused(Threads.class, "Field 'worker'");
    refused(Threads.class, "java.lang.Thread");
    refused(Runnable.class, "neither a record, an array nor a class");
    refused(Object.class, "it is a class of the JDK");
    refused(Heap.class.getDeclaredField("queue").getGenericType(), "has no codec");
    refused(java.util.concurrent.atomic.AtomicLong.class, "java.util.concurrent.atomic.AtomicLong");
  }
}
