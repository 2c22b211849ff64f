package io.faultline.core;

/**
 * The seven layers, as a fault map: naming the layer that broke cuts the search by ten.
 *
 * <p>A timeout points down the stack, a structured error points up.
 */
public enum Layer {
    L1("physical", "link speed, cabling, the interface itself"),
    L2("data link", "neighbours: ARP, ND, the switch"),
    L3("network", "addresses, routes, ICMP, firewalls by address"),
    L4("transport", "TCP: connects, resets, stalls, ports, descriptors"),
    L5("session", "connections as a resource: caps, queues, endpoint health, preambles"),
    L6("presentation", "TLS: handshakes, certificates, names, ciphers"),
    L7("application", "DNS and HTTP: what was asked and what was answered");

    private final String title;
    private final String scope;

    Layer(String title, String scope) {
        this.title = title;
        this.scope = scope;
    }

    /** The layer's name as the OSI model has it, in lower case. */
    public String title() {
        return title;
    }

    /** What belongs here, in a few words. */
    public String scope() {
        return scope;
    }
}
