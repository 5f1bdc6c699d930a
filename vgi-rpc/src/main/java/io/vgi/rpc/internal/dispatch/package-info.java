/** From the bytes of a connection to a method and back. */
@NullMarked
package io.vgi.rpc.internal.dispatch;

import org.jspecify.annotations.NullMarked;
