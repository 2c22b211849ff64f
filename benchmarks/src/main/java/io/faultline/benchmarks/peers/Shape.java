package io.faultline.benchmarks.peers;

/**
 * What Faultline is asked to do beyond the plain task, for the ladder and for growth.
 *
 * @param routes how many there are in front of the one that takes everything; 0: only that one
 * @param endpoints how many addresses of the same backend
 * @param accessLog write a record of each exchange into a file
 * @param diagnostics tell every client where the time went (Server-Timing) and what broke (Proxy-Status)
 * @param proxyProtocol tell the backend who the client is, with a PROXY protocol header
 * @param adminPort where it says that it is ready; 0: nowhere
 */
public record Shape(
        int routes,
        int endpoints,
        String balance,
        boolean accessLog,
        boolean diagnostics,
        boolean proxyProtocol,
        int adminPort) {

    public static final Shape PLAIN = new Shape(0, 1, "round-robin", false, false, false, 0);

    public Shape withRoutes(int count) {
        return new Shape(
                count, endpoints, balance, accessLog, diagnostics, proxyProtocol, adminPort);
    }

    public Shape withEndpoints(int count, String balancer) {
        return new Shape(routes, count, balancer, accessLog, diagnostics, proxyProtocol, adminPort);
    }

    public Shape withAccessLog() {
        return new Shape(routes, endpoints, balance, true, diagnostics, proxyProtocol, adminPort);
    }

    public Shape withDiagnostics() {
        return new Shape(routes, endpoints, balance, accessLog, true, proxyProtocol, adminPort);
    }

    public Shape withProxyProtocol() {
        return new Shape(routes, endpoints, balance, accessLog, diagnostics, true, adminPort);
    }

    public Shape withAdmin(int port) {
        return new Shape(routes, endpoints, balance, accessLog, diagnostics, proxyProtocol, port);
    }
}
