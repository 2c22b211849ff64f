package io.faultline.app.process;

import sun.misc.Signal;

/** SIGHUP: read the configuration again. Without this it would end the process. */
public final class ReloadSignal {

    /** The signal's name, for the log. */
    public static final String NAME = "SIGHUP";

    private ReloadSignal() {}

    /** @param reload on the JVM's thread for signals: it must not wait */
    public static void install(Runnable reload) {
        Signal.handle(new Signal("HUP"), signal -> reload.run());
    }
}
