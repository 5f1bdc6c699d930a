package io.vgi.function;

/** A running COPY FROM; its {@link #shape} has the columns of the table. Implemented by the SDK. */
public interface CopyFrom extends Copy, Scan {}
