/** The protocol's revisions: which records, enums and methods travel, and in what shape. */
@NullMarked
package io.vgi.internal.wire;

import org.jspecify.annotations.NullMarked;
