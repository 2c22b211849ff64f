package io.faultline.app.dashboard.json;

/**
 * Who serves the page.
 *
 * @param assets names the page's own build: one that was loaded from another build loads itself again
 * @param config the file
 */
public record ServedBy(String version, String assets, long startedMillis, String config) {}
