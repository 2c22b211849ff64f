/** What broke lately and how often, kept in memory of a fixed size. */
@NullMarked
package io.faultline.core.fault.ledger;

import org.jspecify.annotations.NullMarked;
