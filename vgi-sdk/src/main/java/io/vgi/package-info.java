/** The worker: what a user starts. */
@NullMarked
package io.vgi;

import org.jspecify.annotations.NullMarked;
