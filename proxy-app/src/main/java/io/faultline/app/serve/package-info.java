/**
 * From a configuration file to a proxy that serves, with its admin port: what {@code run} and {@code
 * demo} have in common. The list of protocols the program speaks stands here.
 */
@NullMarked
package io.faultline.app.serve;

import org.jspecify.annotations.NullMarked;
