package io.faultline.app.handover;

import java.util.Set;

/**
 * Another process serves in our place.
 *
 * @param listeners the names of those whose sockets it has
 */
public record HandedOver(long pid, Set<String> listeners) {}
