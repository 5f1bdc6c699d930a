/** Aggregates at work: the states of groups, windows and running partitions. */
@NullMarked
package io.vgi.internal.aggregate;

import org.jspecify.annotations.NullMarked;
