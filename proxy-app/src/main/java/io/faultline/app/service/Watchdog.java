package io.faultline.app.service;

import io.faultline.app.systemd.Supervisor;
import io.faultline.core.runtime.ProxyServer;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Tells the supervisor that we live, as often as it wants to hear it, and only after the control thread
 * and every worker have turned once more: a thread that says so by itself proves nothing.
 */
final class Watchdog {

    private Watchdog() {}

    static void start(Supervisor supervisor, ProxyServer server) {
        supervisor
                .watchdogMicros()
                .ifPresent(
                        every ->
                                new ScheduledThreadPoolExecutor(
                                                1,
                                                task ->
                                                        Thread.ofPlatform()
                                                                .name("faultline-watchdog")
                                                                .daemon()
                                                                .unstarted(task))
                                        .scheduleAtFixedRate(
                                                () -> server.turned().thenRun(supervisor::alive),
                                                0,
                                                every,
                                                TimeUnit.MICROSECONDS));
    }
}
