/**
 * The RPC layer: services, unary and streaming methods, batches and errors; it knows nothing of
 * catalogs or functions.
 */
@NullMarked
package io.vgi.rpc;

import org.jspecify.annotations.NullMarked;
