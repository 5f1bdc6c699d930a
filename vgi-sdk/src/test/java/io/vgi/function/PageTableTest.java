package io.vgi.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.catalog.Catalog;
import io.vgi.function.TableFunction.PageSource;
import io.vgi.param.Arg;
import io.vgi.testing.LocalWorker;
import io.vgi.testing.QueryException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Tables whose rows come page by page. */
class PageTableTest {
  private static final Arg<Long> SIZE = Arg.bigint("size");

  record Item(long id, String text) {}

  /** The last row of the page before. */
  record After(long id, String state) {}

  private static List<Item> items(long first, long end) {
    return LongStream.range(first, end).mapToObj(id -> new Item(id, "n" + id)).toList();
  }

  private static LocalWorker worker(PageSource<Item, After> source) {
    return LocalWorker.of(
        Catalog.named("c")
            .function(
                TableFunction.pages(
                    FunctionSpec.table("items").args(SIZE).doc("Items"),
                    Item.class,
                    After.class,
                    source))
            .build());
  }

  private static Page<Item, After> page(Scan scan, After after) {
    long first = after == null ? 0 : after.id() + 1;
    long end = Math.min(first + scan.get(SIZE), 7000);
    List<Item> rows = items(first, end);
    return end == 7000 ? Page.last(rows) : new Page<>(rows, new After(end - 1, "more"));
  }

  @Test
  void anyProcessGoesOnFromTheKeyOfTheNextPage() {
    for (long size : new long[] {6999, 7000, 700, 1001}) {
      try (LocalWorker worker = worker(PageTableTest::page).processes(3).resumedEveryTurn()) {
        assertThat(worker.table("items", size).rows(Item.class)).isEqualTo(items(0, 7000));
        assertThat(worker.table("items", size).where("id > 6990 AND text <> 'n6995'").rows())
            .hasSize(8);
      }
    }
  }

  @Test
  void aQueryWithLimitReadsNoPageThatItDoesNotNeed() {
    List<Long> read = new ArrayList<>();
    PageSource<Item, After> noting =
        (scan, after) -> {
          read.add(after == null ? -1 : after.id());
          return page(scan, after);
        };
    try (LocalWorker worker = worker(noting)) {
      assertThat(worker.table("items", 100L).limit(150).rows(Item.class)).isEqualTo(items(0, 150));
      assertThat(read).containsExactly(-1L, 99L);
    }
  }

  @Test
  void aPageMayBeEmpty() {
    PageSource<Item, After> gaps =
        (scan, after) -> {
          long page = after == null ? 0 : after.id();
          List<Item> rows = page % 2 == 0 ? List.of() : items(page, page + 1);
          return page == 4 ? Page.last(rows) : new Page<>(rows, new After(page + 1, ""));
        };
    try (LocalWorker worker = worker(gaps)) {
      assertThat(worker.table("items", 1L).rows(Item.class))
          .containsExactly(new Item(1, "n1"), new Item(3, "n3"));
    }
  }

  @Test
  void aSourceThatGoesInACircleIsRefused() {
    try (LocalWorker worker =
        worker((scan, after) -> new Page<>(List.of(), new After(7, "again")))) {
      assertThatThrownBy(() -> worker.table("items", 1L).rows())
          .isInstanceOf(QueryException.class)
          .hasMessageContaining(
              "'items' gives its page After[id=7, state=again] as the one behind itself");
    }
  }

  @Test
  void aKeyThatCannotTravelIsRefusedByTheNameOfTheFunction() {
    assertThatThrownBy(
            () ->
                TableFunction.pages(
                    "items", Item.class, Thread.class, (scan, key) -> Page.last(List.of())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("'items': ")
        .hasMessageContaining("Thread");
  }
}
