package io.faultline.testkit.net;

import java.util.concurrent.CountDownLatch;

/**
 * An origin in a process of its own, for example inside a {@link NetNamespace}: greets with its name,
 * then echoes. Arguments: address, name. Says {@code listening PORT}.
 */
public final class OriginMain {

    private OriginMain() {}

    @SuppressWarnings("SystemOut") // the port is the program's output
    public static void main(String[] args) throws InterruptedException {
        var settings = OriginSettings.defaults().on(args[0]);
        try (var origin = ScriptedOrigin.start(settings, Behaviour.greetThenEcho(args[1]))) {
            System.out.println("listening " + origin.port());
            new CountDownLatch(1).await();
        }
    }
}
