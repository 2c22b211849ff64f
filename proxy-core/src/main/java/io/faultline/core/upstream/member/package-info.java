/**
 * Which addresses an upstream has just now: those that its config spells out and those that DNS
 * answered, each with the line it came from. Nothing here knows how an endpoint does.
 */
@NullMarked
package io.faultline.core.upstream.member;

import org.jspecify.annotations.NullMarked;
