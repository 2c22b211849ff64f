package io.faultline.app.process;

import sun.misc.Signal;

/** SIGUSR1: start a successor. Not SIGUSR2, with which HotSpot stops its own threads. */
public final class UpgradeSignal {

    /** The signal's name, for the log. */
    public static final String NAME = "SIGUSR1";

    private UpgradeSignal() {}

    /** @param upgrade on the JVM's thread for signals: it must not wait */
    public static void install(Runnable upgrade) {
        Signal.handle(new Signal("USR1"), signal -> upgrade.run());
    }
}
