package io.faultline.app.demo;

import io.faultline.app.process.PortCheck;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * The demo's ports: ten in a row from a base, so that one number moves them all.
 *
 * <p>They lie below the range the system takes outgoing ports from. Inside it a connect to a dead
 * endpoint on loopback may, once in some ten thousand, pick that very port and reach itself.
 */
record DemoPorts(int base) {

    static final int DEFAULT_BASE = 7070;

    static final int STEP = 100;

    private static final int COUNT = 10;
    static final int HIGHEST_BASE = 30_000;

    /** HTTPS. */
    int web() {
        return base;
    }

    /** HTTP, which sends everybody to HTTPS. */
    int plain() {
        return base + 1;
    }

    int roundRobin() {
        return base + 2;
    }

    int byClient() {
        return base + 3;
    }

    int halfDead() {
        return base + 4;
    }

    int admin() {
        return base + 5;
    }

    int origin(int index) {
        return base + 6 + index;
    }

    /** Nothing ever listens here. */
    int dead() {
        return base + 9;
    }

    /** The first port of ours that somebody holds. */
    OptionalInt taken() {
        return IntStream.range(base, base + COUNT).filter(port -> !free(port)).findFirst();
    }

    /** Ports that are free right now, at or above a base. */
    static DemoPorts freeFrom(int base) {
        return IntStream.iterate(base, candidate -> candidate <= HIGHEST_BASE, b -> b + STEP)
                .mapToObj(DemoPorts::new)
                .filter(ports -> ports.taken().isEmpty())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no ten free ports in a row"));
    }

    /** Why that port cannot be had. */
    String obstacle(int port) {
        return PortCheck.obstacle(onLoopback(port)).orElse("somebody held it a moment ago");
    }

    static InetSocketAddress onLoopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static boolean free(int port) {
        return PortCheck.obstacle(onLoopback(port)).isEmpty();
    }
}
