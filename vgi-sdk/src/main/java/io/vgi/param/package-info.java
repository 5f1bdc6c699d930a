/** What a user sets from SQL: arguments and settings. */
@NullMarked
package io.vgi.param;

import org.jspecify.annotations.NullMarked;
