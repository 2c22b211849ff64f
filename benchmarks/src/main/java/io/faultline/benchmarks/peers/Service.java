package io.faultline.benchmarks.peers;

/** What a proxy does for its clients in one section of a run. Towards the backend it is always TCP, or HTTP/1.1 without TLS. */
public enum Service {
    L4(false), // forwards bytes
    HTTP(false), // HTTP/1.1
    H2C(false), // HTTP/2 without TLS, without asking first
    HTTPS(true); // TLS 1.3, HTTP/2 or HTTP/1.1 as the client likes

    public final boolean tls;

    Service(boolean tls) {
        this.tls = tls;
    }
}
