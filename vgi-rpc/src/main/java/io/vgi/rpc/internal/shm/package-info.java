/** The shared memory that a client on the same machine offers for large batches. */
@NullMarked
package io.vgi.rpc.internal.shm;

import org.jspecify.annotations.NullMarked;
