package io.vgi.function;

/** What the batches of a function with partition columns promise. */
public enum PartitionKind {
  /** Nothing. */
  NOT_PARTITIONED,
  /** A batch holds one value of each partition column. */
  SINGLE_VALUE_PARTITIONS,
  /** A batch holds a range of values; those of two batches may overlap. */
  OVERLAPPING_PARTITIONS,
  /** A batch holds a range of values that no other batch has values in. */
  DISJOINT_PARTITIONS
}
