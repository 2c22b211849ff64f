package io.faultline.l7.structured;

/** A name and a value behind an item. */
public record Parameter(String key, BareItem value) {}
