/** Records: named values as one-row batches of a given schema, written exactly, read by name. */
@NullMarked
package io.vgi.rpc.internal.codec;

import org.jspecify.annotations.NullMarked;
