package io.vgi.internal.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GroupMapTest {
  @Test
  void agreesWithAHashMap() throws Exception {
    Random random = new Random(11);
    GroupMap<long[]> groups = new GroupMap<>(() -> new long[1]);
    Map<Long, Long> expected = new HashMap<>();
    for (int i = 0; i < 200_000; i++) {
      // dense, strided, negative and extreme ids
      long id =
          switch (random.nextInt(4)) {
            case 0 -> random.nextInt(1000);
            case 1 -> random.nextInt(1000) * 4096L;
            case 2 -> -random.nextInt(1000);
            default -> random.nextBoolean() ? Long.MAX_VALUE : Long.MIN_VALUE;
          };
      groups.at(id)[0] += i;
      expected.merge(id, (long) i, Long::sum);
    }
    for (Map.Entry<Long, Long> entry : expected.entrySet()) {
      long[] state = groups.get(entry.getKey());
      assertThat(state).isNotNull().containsExactly(entry.getValue());
    }
    assertThat(groups.size()).isEqualTo(expected.size());
    Map<Long, Long> visited = new HashMap<>();
    groups.forEach((id, state) -> assertThat(visited.put(id, state[0])).isNull());
    assertThat(visited).isEqualTo(expected);
  }

  @Test
  void aGroupThatIsGivenAStateHasIt() {
    GroupMap<long[]> groups = new GroupMap<>(() -> new long[1]);
    for (long id = 0; id < 1000; id++) {
      groups.put(id * 37, new long[] {id});
    }
    groups.put(37, new long[] {-1});
    assertThat(groups.size()).isEqualTo(1000);
    assertThat(groups.at(37)).containsExactly(-1);
    assertThat(groups.at(999 * 37)).containsExactly(999);
    assertThat(groups.get(38)).isNull();
  }

  @Test
  void aGroupNeverSeenHasNoState() {
    GroupMap<long[]> groups = new GroupMap<>(() -> new long[1]);
    assertThat(groups.get(7)).isNull();
    assertThat(groups.size()).isZero();
  }
}
