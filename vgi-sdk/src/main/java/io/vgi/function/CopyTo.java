package io.vgi.function;

/**
 * A running COPY TO; {@link #executionState} is shared by all that takes part in it. Implemented by
 * the SDK.
 */
public interface CopyTo extends Copy {}
