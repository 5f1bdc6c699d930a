package io.vgi.example.table;

import io.vgi.catalog.Branch;
import io.vgi.catalog.Schema;
import io.vgi.catalog.Table;
import io.vgi.catalog.TableBuilder;
import io.vgi.type.Column;

/** Tables whose rows come from several places. */
final class BranchTables {
  private BranchTables() {}

  /** Where tests put the files that tables name. */
  static String directory() {
    String named = System.getenv("VGI_TEST_BRANCH_DIR");
    String directory =
        named == null || named.isEmpty() ? System.getProperty("java.io.tmpdir") : named;
    directory = directory.replace('\\', '/');
    return directory.endsWith("/") ? directory.substring(0, directory.length() - 1) : directory;
  }

  static void addTo(Schema.Builder data) {
    data.table(
            of("multi_branch_numbers", numbers(50), numbers(50))
                .comment(
                    "Multi-branch: UNION of sequence(50) + sequence(50)"
                        + " — used by multi_branch_scan.test"))
        .table(
            of(
                "multi_branch_split",
                Branch.of(Splits.SEQUENCE).with("n", 30L).with("splits", 6L),
                numbers(20)))
        .table(
            of(
                    "multi_branch_filtered_numbers",
                    numbers(100).where("n < 50"),
                    numbers(100).where("n >= 50"))
                .comment("Multi-branch with complementary branch_filters — exercises pruning"))
        .table(
            of("multi_branch_hetero", numbers(50), parquet("vgi_hetero_branch"))
                .comment(
                    "Multi-branch: sequence(50) + read_parquet"
                        + " — used by multi_branch_heterogeneous.test"))
        .table(
            of(
                    "multi_branch_format",
                    Branch.files("csv", directory() + "/vgi_format_branch.csv")
                        .with("delim", "|")
                        .with("header", true)
                        .with("nullstr", "row_2"))
                .columns(Column.varchar("label")))
        .table(
            of(
                    "multi_branch_iceberg",
                    numbers(50),
                    Branch.duckDb("iceberg_scan", directory() + "/vgi_iceberg_branch")
                        .requires("iceberg"))
                .comment(
                    "Multi-branch: sequence(50) + iceberg_scan"
                        + " — used by multi_branch_iceberg.test"))
        .table(
            Table.named("multi_branch_recon")
                .columns(Column.bigint("a"), Column.bigint("b"))
                .branches(
                    parquet("vgi_recon_a_b"), parquet("vgi_recon_b_a"), parquet("vgi_recon_a_only"))
                .comment(
                    "Multi-branch: column reconciliation"
                        + " — used by multi_branch_reconciliation.test"))
        .table(
            of(
                    "multi_branch_nopushdown",
                    numbers(50),
                    Branch.duckDb("read_csv_auto", directory() + "/vgi_nopushdown_branch.csv"))
                .comment(
                    "Multi-branch: VGI + read_csv"
                        + " — used by multi_branch_pushdown_incapable.test"))
        .table(
            of("multi_branch_empty")
                .unchecked()
                .comment(
                    "Multi-branch: empty branches list"
                        + " — used by multi_branch_empty_branches.test"))
        .table(
            of("multi_branch_two_writable", numbers(10).writable(), numbers(10).writable())
                .unchecked()
                .comment(
                    "Multi-branch with two writable=True arms"
                        + " — used by multi_branch_two_writable.test"));
  }

  private static TableBuilder of(String name, Branch... branches) {
    return Table.named(name).columns(Column.bigint("n")).branches(branches);
  }

  private static Branch numbers(long count) {
    return Branch.of(Sequences.SEQUENCE, count);
  }

  private static Branch parquet(String file) {
    return Branch.duckDb("read_parquet", directory() + "/" + file + ".parquet");
  }
}
