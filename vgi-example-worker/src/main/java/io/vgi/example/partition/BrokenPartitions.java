package io.vgi.example.partition;

import static io.vgi.example.table.Args.N;

import io.vgi.catalog.Schema;
import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.PartitionKind;
import io.vgi.function.RangeFunction;
import io.vgi.function.RowOrder;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.function.TableShape;
import io.vgi.function.TableSpecBuilder;
import io.vgi.param.Arg;
import io.vgi.type.Column;
import io.vgi.type.ValueColumn;
import org.apache.arrow.vector.VarCharVector;

/** Functions that break the rules of partitions and indexes; their calls must fail. */
final class BrokenPartitions {
  private static final Arg<Long> TOTAL =
      Arg.bigint("count").atLeast(1L).doc("Total rows to attempt to generate");
  private static final Arg<Long> ROWS =
      Arg.bigint("count").atLeast(1L).doc("Rows to attempt to emit");
  private static final ValueColumn<VarCharVector, String> COUNTRY =
      Column.varchar("country").partition();
  private static final ValueColumn<VarCharVector, String> PLAIN = Column.varchar("country");
  private static final String SINGLE = PartitionKind.SINGLE_VALUE_PARTITIONS.name();

  private BrokenPartitions() {}

  /** Says something of a batch. */
  private interface Said {
    void of(long first, int rows, BatchWriter out);
  }

  static void addTo(Schema.Builder main) {
    main.function(
            indexes(
                "broken_missing_batch_index_tag",
                "batches have no index",
                1,
                new Said() {
                  @Override
                  public void of(long at, int n, BatchWriter out) {}
                }))
        .function(
            indexes(
                "broken_non_monotone_batch_index",
                "indexes fall within a stream",
                2,
                new Said() {
                  @Override
                  public void of(long first, int rows, BatchWriter out) {
                    out.batchIndex(first == 0 ? 10 : 3);
                  }
                }))
        .function(
            indexes(
                "broken_batch_index_overflow",
                "the index is too high",
                1,
                new Said() {
                  @Override
                  public void of(long first, int rows, BatchWriter out) {
                    out.batchIndex(1L << 60);
                  }
                }))
        .function(
            partitions(
                // only the engine is told, so that the SDK adds nothing to the batches
                broken("broken_missing_partition_values", "batches do not say their partition")
                    .listedForTests("partition_kind", SINGLE),
                COUNTRY,
                "sales",
                new Said() {
                  @Override
                  public void of(long first, int rows, BatchWriter out) {
                    out.fill(COUNTRY, rows, "US");
                  }
                }))
        .function(
            partitions(
                single("broken_partition_min_neq_max", "a batch claims to be of two partitions"),
                COUNTRY,
                "sales",
                new Said() {
                  @Override
                  public void of(long first, int rows, BatchWriter out) {
                    out.fill(COUNTRY, rows, "US");
                    out.partition(COUNTRY, "US", "BR");
                  }
                }))
        .function(
            partitions(
                broken(
                    "broken_partition_values_no_annotation",
                    "partition values without a partition column"),
                PLAIN,
                "sales",
                new Said() {
                  @Override
                  public void of(long first, int rows, BatchWriter out) {
                    out.fill(PLAIN, rows, "US");
                    out.partition(PLAIN, "US", "US");
                  }
                }))
        .function(
            partitions(
                single(
                    "broken_partition_column_absent_from_batch",
                    "the partition column is never written"),
                Column.varchar("category").partition(),
                "revenue",
                new Said() {
                  @Override
                  public void of(long first, int rows, BatchWriter out) {}
                }));
  }

  private static RangeFunction indexes(String name, String doc, int batches, Said said) {
    return TableFunction.range(
            broken(name, doc)
                .args(TOTAL)
                .returns(N)
                .order(RowOrder.FIXED_ORDER)
                .batchIndexed()
                .build(),
            new TableFunction.RowCount() {
              @Override
              public long of(Call call) {
                return batches * call.get(TOTAL);
              }
            },
            new TableFunction.RangeKernel() {
              @Override
              public void write(Scan scan, long first, int rows, BatchWriter out) {
                out.series(N, rows, first, 1);
                said.of(first, rows, out);
              }
            })
        .batches(
            new RangeFunction.BatchRows() {
              @Override
              public long of(Scan scan) {
                return Math.min(scan.get(TOTAL), scan.batchSize());
              }
            });
  }

  private static RangeFunction partitions(
      TableSpecBuilder spec, ValueColumn<VarCharVector, String> group, String value, Said said) {
    var number = Column.bigint(value);
    return TableFunction.shaped(
        spec.args(ROWS).build(),
        new TableFunction.Shaper() {
          @Override
          public TableShape of(Bind bind) {
            return TableShape.of(group, number).cardinality(bind.get(ROWS));
          }
        },
        new TableFunction.RangeKernel() {
          @Override
          public void write(Scan scan, long first, int rows, BatchWriter out) {
            out.series(number, rows, first, 1);
            said.of(first, rows, out);
          }
        });
  }

  private static TableSpecBuilder broken(String name, String doc) {
    return FunctionSpec.table(name)
        .doc("Broken on purpose: " + doc)
        .categories("testing", "broken");
  }

  private static TableSpecBuilder single(String name, String doc) {
    return broken(name, doc).partitions(PartitionKind.SINGLE_VALUE_PARTITIONS);
  }
}
