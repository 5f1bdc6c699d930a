/** Objects of S3 that stand in for what is too big for HTTP answers and requests. */
@NullMarked
package io.vgi.s3;

import org.jspecify.annotations.NullMarked;
