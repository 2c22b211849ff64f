package io.faultline.app.dashboard.picture;

/** One of many that were kept in the order in which they came. */
public record Numbered<T>(long number, T value) {}
