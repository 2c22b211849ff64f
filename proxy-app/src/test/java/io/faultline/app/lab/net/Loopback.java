package io.faultline.app.lab.net;

import java.util.List;

/** Everything on one host: what can be broken without touching a network. */
public final class Loopback implements Ground {

    private static final String ADDRESS = "127.0.0.1";

    @Override
    public List<String> prefix() {
        return List.of();
    }

    @Override
    public String proxyAddress() {
        return ADDRESS;
    }

    @Override
    public String endpointAddress() {
        return ADDRESS;
    }

    @Override
    public Hosts hosts() {
        throw new IllegalStateException("this case needs hosts of its own");
    }

    @Override
    public boolean hasHosts() {
        return false;
    }

    @Override
    public void close() {
        // Nothing was made.
    }
}
