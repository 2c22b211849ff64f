package io.faultline.app.handover;

import io.faultline.core.runtime.DrainReport;
import java.util.concurrent.CompletableFuture;

/**
 * Another process serves in our place, and we have stopped to accept.
 *
 * @param sessions open here when it took over
 * @param drained completes when the last of them is over, and whoever asked for the upgrade knows of it
 */
public record HandedOver(long pid, int sessions, CompletableFuture<DrainReport> drained) {}
