/** What a client reads when we answer in an endpoint's place: our own words, or files of the operator. */
@NullMarked
package io.faultline.l7.page;

import org.jspecify.annotations.NullMarked;
