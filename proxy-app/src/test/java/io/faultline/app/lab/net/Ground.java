package io.faultline.app.lab.net;

import java.util.List;

/**
 * What the lab stands on: where the proxy runs, under which address clients reach it, and where the
 * endpoints are. The test itself is every client and every endpoint.
 */
public interface Ground extends AutoCloseable {

    /** Put before a command, it runs where the proxy does. */
    List<String> prefix();

    /** Where the proxy listens. */
    String proxyAddress();

    /** Where endpoints listen, as the proxy reaches them. */
    String endpointAddress();

    /** Hosts, links and rules that can be broken: only where namespaces can be made. */
    Hosts hosts();

    boolean hasHosts();

    @Override
    void close();
}
