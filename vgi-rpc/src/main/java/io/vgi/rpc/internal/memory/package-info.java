/** What calls hold outside of the heap, and how much of that they may. */
@NullMarked
package io.vgi.rpc.internal.memory;

import org.jspecify.annotations.NullMarked;
