package io.faultline.core.timing;

import java.util.Locale;

/**
 * What a session or an exchange is waiting for. At every moment it is in exactly one of these, so their
 * times add up to the whole: there is no time that belongs to nobody.
 *
 * <p>A phase is entered by whoever begins to wait, and names the one that is waited for, not what fails
 * then: a connect that is tried three times has spent all three in {@link #CONNECT}.
 */
public enum Phase {
    /** The event was there, and our loop was busy: others of the same turn came first. */
    LOOP("-", false, "our event loop, late"),
    /** Gates, the PROXY preamble included. */
    GATE("L5", false, "firewall, caps and preamble"),
    /** The client's TLS handshake, two round trips of the client's included. */
    CLIENT_TLS("L6", false, "the client's TLS handshake"),
    /** The connection carried exchanges before it became a tunnel; they have records of their own. */
    EARLIER("-", false, "exchanges before the tunnel"),
    /** Routes, filters, edits: our own code. */
    WORK("L7", false, "our own work"),
    /** The client: it sends nothing, or does not read. */
    CLIENT("-", false, "the client"),
    /** All connections are in use, and no more may be made. */
    QUEUE("L5", true, "a free connection"),
    /**
     * The resolver. Names are resolved beside the path and the last good answer is used, so nobody
     * ever waits here; it stands in the record because that is what one asks first.
     */
    DNS("L7", true, "names"),
    /** TCP, of all tries; also where another exchange makes the connection that will be shared. */
    CONNECT("L4", true, "TCP connect"),
    /** TLS with the endpoint, of all tries. */
    TLS("L6", true, "TLS with the endpoint"),
    /** The endpoint does not take what is sent to it. */
    SEND("L4", true, "the endpoint to take the request"),
    /** The request is out: the application thinks. For opaque bytes, until its first one. */
    WAIT("L7", true, "the answer to begin"),
    /** Between the head and the end of the answer; bytes move, or the endpoint pauses. */
    BODY("L7", true, "the answer's body");

    static final int COUNT = values().length;

    private final String label = name().toLowerCase(Locale.ROOT);
    private final String layer;
    private final boolean upstream;
    private final String waitsFor;

    Phase(String layer, boolean upstream, String waitsFor) {
        this.layer = layer;
        this.upstream = upstream;
        this.waitsFor = waitsFor;
    }

    /** As it stands in logs, labels and fields: part of their interface. */
    public String label() {
        return label;
    }

    /** The layer it belongs to, such as {@code L4}; {@code -} where it belongs to none. */
    public String layer() {
        return layer;
    }

    /** Whether an upstream is waited for, and not ourselves or the client. */
    public boolean isUpstream() {
        return upstream;
    }

    /** In a few words. */
    public String waitsFor() {
        return waitsFor;
    }
}
