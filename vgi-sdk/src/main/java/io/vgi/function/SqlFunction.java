package io.vgi.function;

/**
 * A function that SQL can call, or a format of COPY: one of the kinds below. Shared by all calls,
 * so it must be safe for use by many threads.
 */
public sealed interface SqlFunction
    permits ScalarFunction,
        ScanFunction,
        InOutFunction,
        BufferingFunction,
        AggregateFunction,
        CopyFromFunction,
        CopyToFunction {
  /** The declaration; asked a few times before any call, and always the same. */
  FunctionSpec spec();
}
