/** One request and its answer. Begin reading at {@link io.faultline.l7.exchange.ExchangeDriver}. */
@NullMarked
package io.faultline.l7.exchange;

import org.jspecify.annotations.NullMarked;
