/** Table functions whose rows come in partitions, or in an order that batches name. */
@NullMarked
package io.vgi.example.partition;

import org.jspecify.annotations.NullMarked;
