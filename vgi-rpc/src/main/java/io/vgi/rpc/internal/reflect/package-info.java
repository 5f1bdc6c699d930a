/** What a server tells about the protocols it hosts. */
@NullMarked
package io.vgi.rpc.internal.reflect;

import org.jspecify.annotations.NullMarked;
