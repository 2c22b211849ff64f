package io.faultline.core.config;

/** The protocol a listener speaks: the key it was written under, and the record bound from it. */
public record ProtocolSection(String key, Record settings) {}
