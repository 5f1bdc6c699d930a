/** What runs on a server, told to those who watch it: logs, metrics. */
@NullMarked
package io.vgi.rpc.observe;

import org.jspecify.annotations.NullMarked;
