package io.faultline.core;

import java.util.Locale;

/**
 * Where a connection was when something happened, in the order of its life. {@link Layer} says what
 * broke: a TCP reset during a TLS handshake is stage {@link #TLS}, layer {@link Layer#L4}.
 */
public enum Stage {
    ACCEPT, // the kernel hands us the connection
    GATE, // firewall and caps decide whether it may go on
    PREAMBLE, // PROXY protocol tells who the client really is
    TLS, // the client's handshake
    RESOLVE, // a name becomes addresses
    BALANCE, // an endpoint is picked
    CONNECT, // TCP towards the endpoint
    UPSTREAM_TLS, // the handshake towards the endpoint
    REQUEST, // the request goes to the endpoint
    RESPONSE, // the answer comes back
    RELAY; // opaque bytes go both ways

    private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The value as it stands in logs and labels. */
    public String label() {
        return label;
    }
}
