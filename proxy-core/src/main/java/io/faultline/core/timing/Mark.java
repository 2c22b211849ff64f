package io.faultline.core.timing;

/** The moments of a session worth remembering, in the order they usually happen. */
public enum Mark {
    ACCEPTED,
    ADMITTED, // gates and preamble are behind us; where the listener terminates TLS it begins now
    TLS_DONE, // the client's handshake is over
    PICKED, // the balancer has answered; the (last) connect begins
    CONNECTED,
    UPSTREAM_TLS_DONE, // the handshake with the endpoint is over, where there is one
    CLIENT_FIRST_BYTE,
    UPSTREAM_FIRST_BYTE,
    CLOSED
}
