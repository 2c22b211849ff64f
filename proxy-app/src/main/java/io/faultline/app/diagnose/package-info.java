/** {@code faultline diagnose}: which layer broke, found out by going the way of traffic. Start with {@link io.faultline.app.diagnose.Diagnosis}. */
@NullMarked
package io.faultline.app.diagnose;

import org.jspecify.annotations.NullMarked;
