package io.faultline.core.config;

/** A size in bytes, written {@code 512}, {@code 64KiB}, {@code 1MiB}. */
public record ByteSize(long bytes) {}
