package io.faultline.core.config.tls;

import io.faultline.core.config.describe.Doc;

/** How the two sides of a handshake agree on a key. */
public enum TlsCurve {
    @Doc(
            "X25519 together with ML-KEM: holds against who records today and owns a quantum computer later.")
    X25519MLKEM768,
    @Doc("What every client of today can do.")
    X25519,
    @Doc("NIST's, for who must use it.")
    P_256,
    @Doc("Slower, stronger.")
    P_384,
    @Doc("Slower still.")
    P_521
}
