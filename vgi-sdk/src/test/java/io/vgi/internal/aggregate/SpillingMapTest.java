package io.vgi.internal.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.state.StateCodec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SpillingMapTest {
  private static final StateCodec<StringBuilder> TEXT =
      StateCodec.of(
          (state, out) -> out.writeUTF(state.toString()), in -> new StringBuilder(in.readUTF()));

  private static SpillingMap<StringBuilder> map(long most) {
    return new SpillingMap<>(StringBuilder::new, TEXT, most);
  }

  @Test
  void givesWhatAPlainMapDoesWhateverIsInTheFile() throws Exception {
    for (int round = 0; round < 40; round++) {
      Random random = new Random(round);
      Map<Long, String> model = new HashMap<>();
      int groups = 1 << (3 + random.nextInt(12));
      int far = 1 + random.nextInt(40);
      try (SpillingMap<StringBuilder> map = map(1L << (1 + random.nextInt(22)))) {
        for (int step = 0; step < 5_000; step++) {
          long id = (long) random.nextInt(groups) * far;
          switch (random.nextInt(6)) {
            case 0, 1, 2 -> {
              map.at(id).append((char) ('a' + step % 26));
              model.merge(id, String.valueOf((char) ('a' + step % 26)), String::concat);
            }
            case 3 -> {
              map.put(id, new StringBuilder("put" + step));
              model.put(id, "put" + step);
            }
            case 4 -> assertThat(text(map.get(id))).isEqualTo(model.get(id));
            default -> {
              StringBuilder own = map.copy(id);
              assertThat(text(own)).isEqualTo(model.get(id));
              if (own != null) {
                own.append("changed");
              }
            }
          }
        }
        assertThat(map.size()).isEqualTo(model.size());
        Map<Long, String> seen = new HashMap<>();
        map.forEach((id, state) -> seen.put(id, state.toString()));
        assertThat(seen).isEqualTo(model);
      }
    }
  }

  private static String text(StringBuilder state) {
    return state == null ? null : state.toString();
  }

  @Test
  void statesWithoutBytesAreThereToo() throws Exception {
    StateCodec<Object> nothing = StateCodec.of((state, out) -> {}, in -> new Object());
    try (SpillingMap<Object> map = new SpillingMap<>(Object::new, nothing, 1)) {
      for (long id = 0; id < 10_000; id += 2) {
        map.at(id);
      }
      assertThat(map.get(0)).isNotNull();
      assertThat(map.get(1)).isNull();
      assertThat(map.get(4_444)).isNotNull();
    }
  }

  @Test
  void manyStatesGoToAFileThatNobodySees() throws Exception {
    long before = files();
    try (SpillingMap<StringBuilder> map = map(1 << 20)) {
      for (long id = 0; id < 200_000; id++) {
        map.at(id).append("state of ").append(id);
      }
      for (long id = 0; id < 200_000; id += 997) {
        assertThat(text(map.get(id))).isEqualTo("state of " + id);
      }
      long objects = 0;
      for (int page = 0; page < 200_000 / GroupMap.PAGE; page++) {
        objects += map.states(page) == null ? 0 : 1;
      }
      assertThat(objects).isBetween(2L, 400L);
      long until = System.nanoTime() + 10_000_000_000L;
      while (files() > before && System.nanoTime() < until) {
        Thread.onSpinWait(); // a test beside this one has just made its own
      }
      assertThat(files()).isLessThanOrEqualTo(before);
    }
  }

  private static long files() throws Exception {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files.filter(file -> file.getFileName().toString().startsWith("vgi-states")).count();
    }
  }
}
