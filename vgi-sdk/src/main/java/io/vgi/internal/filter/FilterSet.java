package io.vgi.internal.filter;

import io.vgi.pushdown.Filter;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireSchema;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/**
 * The conditions on the rows of one scan, which the engine may change while it runs.
 *
 * <p>What is read from a payload is kept as objects: no Arrow memory is held. One thread at a time.
 */
public final class FilterSet {
  /** No filters, and none to come. */
  public static final FilterSet NONE =
      new FilterSet(null, new FilterDocument.Snapshot(List.of(), List.of()));

  private static final int MAX_IDS = 32_768;
  private static final int MAX_BASE64 = 48 << 20;

  private final FilterDocument.@Nullable Scan scan;
  private final List<String> context;
  private final Map<String, Predicate> live = new LinkedHashMap<>();
  private final Map<String, Long> revisions = new HashMap<>();
  private final Set<String> required = new HashSet<>();
  private final List<Accepted> history = new ArrayList<>();
  private @Nullable Filter all;
  private int[] before = new int[0];

  /** A delta that was applied, and what it said. */
  private record Accepted(byte[] payload, Map<String, Long> revisions) {}

  private FilterSet(FilterDocument.@Nullable Scan scan, FilterDocument.Snapshot snapshot) {
    this.scan = scan;
    this.context = snapshot.context();
    for (Predicate predicate : snapshot.predicates()) {
      live.put(predicate.id(), predicate);
      revisions.put(predicate.id(), 0L);
      if (predicate.required()) {
        required.add(predicate.id());
      }
    }
  }

  /** Reads what a scan starts with, for a function that announced the standard alone. */
  public static FilterSet parse(byte[] payload, WireSchema output, BufferAllocator allocator) {
    return parse(payload, output, FilterCapabilities.STANDARD, List.of(), false, allocator);
  }

  /** Reads what a scan starts with whose conditions the SDK checks. */
  static FilterSet parse(
      byte[] payload,
      WireSchema output,
      FilterCapabilities capabilities,
      List<byte[]> joinKeys,
      BufferAllocator allocator) {
    return parse(payload, output, capabilities, joinKeys, false, allocator);
  }

  /**
   * Reads what a scan starts with.
   *
   * @param payload the Arrow stream that carries it
   * @param output the columns of the scan, projected or not
   * @param capabilities what the function announced
   * @param joinKeys the Arrow streams beside it
   * @param exact whether the function keeps to all conditions itself, so that none is checked
   * @param allocator used until this returns, and by {@link #apply}
   */
  public static FilterSet parse(
      byte[] payload,
      WireSchema output,
      FilterCapabilities capabilities,
      List<byte[]> joinKeys,
      boolean exact,
      BufferAllocator allocator) {
    FilterDocument.Scan scan =
        new FilterDocument.Scan(
            output, capabilities, new JoinKeys(List.copyOf(joinKeys), allocator), exact, allocator);
    return new FilterSet(scan, FilterDocument.snapshot(payload, scan));
  }

  /** The bytes of a delta as the metadata of a turn carries them. */
  public static byte[] decode(String base64) {
    if (base64.length() > MAX_BASE64) {
      throw VgiException.invalidArgument(
          "A change of filters takes more than " + (MAX_BASE64 >> 20) + " MiB");
    }
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException malformed) {
      throw new VgiException(
          VgiException.Kind.INVALID_ARGUMENT, "A change of filters is no base64", malformed);
    }
  }

  /** Applies a delta as a whole; one that is malformed changes nothing. */
  public void apply(byte[] payload) {
    FilterDocument.Scan known = scan;
    if (known == null) {
      throw VgiException.invalidArgument("A change of filters came to a scan without filters");
    }
    List<FilterDocument.Update> updates =
        FilterDocument.delta(payload, known, context, revisions, required);
    Map<String, Long> said = new HashMap<>();
    int added = 0;
    for (FilterDocument.Update update : updates) {
      if (update.isNew()) {
        said.put(update.id(), update.revision());
        added += revisions.containsKey(update.id()) ? 0 : 1;
      }
    }
    if (revisions.size() + added > MAX_IDS) {
      throw VgiException.invalidArgument(
          "A scan has more than " + MAX_IDS + " predicates in its filters");
    }
    for (FilterDocument.Update update : updates) {
      if (update.isNew()) {
        change(update);
      }
    }
    if (!said.isEmpty()) {
      history.removeIf(old -> said.keySet().containsAll(old.revisions().keySet()));
      history.add(new Accepted(payload, said));
      all = null;
    }
  }

  private void change(FilterDocument.Update update) {
    revisions.put(update.id(), update.revision());
    Predicate predicate = update.predicate();
    if (predicate == null) {
      live.remove(update.id());
    } else {
      live.put(update.id(), predicate);
    }
  }

  /**
   * The deltas that {@link #apply} must be given, in this order, to bring a new set with the same
   * beginning to where this one is; those that later ones have replaced are left out.
   */
  public List<byte[]> history() {
    List<byte[]> payloads = new ArrayList<>(history.size());
    for (Accepted accepted : history) {
      payloads.add(accepted.payload());
    }
    return payloads;
  }

  /** Whether no rows need to be checked now. */
  public boolean isEmpty() {
    return live.isEmpty() || (scan != null && scan.exact());
  }

  /** All conditions, those that are hints included. */
  public Filter all() {
    Filter made = all;
    if (made == null) {
      List<Filter> filters = new ArrayList<>(live.size());
      for (Predicate predicate : live.values()) {
        filters.add(predicate.filter());
      }
      made = filters.isEmpty() ? new Filter.All() : new Filter.And(filters);
      all = made;
    }
    return made;
  }

  /** The positions of the columns without which required conditions cannot be evaluated. */
  public int[] columns() {
    BitSet columns = new BitSet();
    for (Predicate predicate : live.values()) {
      if (predicate.required()) {
        columns.or(predicate.columns());
      }
    }
    int[] positions = new int[columns.cardinality()];
    int next = 0;
    for (int at = columns.nextSetBit(0); at >= 0; at = columns.nextSetBit(at + 1)) {
      positions[next++] = at;
    }
    return positions;
  }

  /**
   * Finds the rows that satisfy all conditions.
   *
   * @param vectors the columns by their positions in the unprojected output; null for those that
   *     were not produced, without which an advisory condition is left out
   * @param rows how many rows there are
   * @param selected is filled with the numbers of the rows that remain, in order
   * @return how many remain
   */
  public int select(@Nullable FieldVector[] vectors, int rows, int[] selected) {
    for (int i = 0; i < rows; i++) {
      selected[i] = i;
    }
    int count = rows;
    Columns columns = new Columns(vectors);
    for (Predicate predicate : live.values()) {
      Test test = predicate.test();
      if (test != null && predicate.required() && count > 0) {
        test.bind(columns);
        count = test.narrow(selected, count);
      }
    }
    for (Predicate predicate : live.values()) {
      Test test = predicate.test();
      if (test != null && !predicate.required() && count > 0) {
        count = advise(test, columns, selected, count);
      }
    }
    return count;
  }

  /** Applies a hint; what goes wrong with it leaves the rows as they are. */
  private int advise(Test test, Columns columns, int[] selected, int count) {
    if (before.length < count) {
      before = new int[selected.length];
    }
    System.arraycopy(selected, 0, before, 0, count);
    try {
      test.bind(columns);
      return test.narrow(selected, count);
    } catch (RuntimeException unevaluable) {
      System.arraycopy(before, 0, selected, 0, count);
      return count;
    }
  }
}
