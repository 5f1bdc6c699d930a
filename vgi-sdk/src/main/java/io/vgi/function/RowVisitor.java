package io.vgi.function;

/** Looks at the rows of a batch. */
@FunctionalInterface
public interface RowVisitor {
  /** Called with rows that are valid during the call. */
  void rows(Rows rows) throws Exception;
}
