/**
 * The configuration language is a set of records: component names are the keys, annotations describe
 * them, sealed interfaces are the variants. Binding, error messages, JSON Schema and the reference
 * page all come from the same records. Config is inert, and nothing here knows Netty.
 */
@NullMarked
package io.faultline.core.config;

import org.jspecify.annotations.NullMarked;
