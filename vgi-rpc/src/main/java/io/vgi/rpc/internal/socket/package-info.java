/** Unix and TCP sockets: one conversation per connection. */
@NullMarked
package io.vgi.rpc.internal.socket;

import org.jspecify.annotations.NullMarked;
