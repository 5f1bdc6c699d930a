/**
 * What is written on the wire beside Arrow: the names of metadata, and the forms of their values.
 */
@NullMarked
package io.vgi.rpc.internal.wire;

import org.jspecify.annotations.NullMarked;
