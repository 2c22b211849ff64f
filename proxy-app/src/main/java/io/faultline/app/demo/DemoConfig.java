package io.faultline.app.demo;

/** The demo's configuration: plain text as anybody would write it, read by the ordinary loader. */
final class DemoConfig {

    static final String NAME = "demo.yaml";

    private static final String SESSIONS =
            "accessLog: { file: stdout, format: text,\n             template: '  {listener}: {request_method} {request_uri} -> {upstream} {endpoint} {duration}ms; fault {fault}; failed {failed}' }\n";

    private DemoConfig() {}

    static String text(DemoPorts ports, boolean showSessions) {
        return """
               # What 'faultline demo' runs. Copy it, point the endpoints at servers of yours, and: faultline run -c demo.yaml
               # A certificate to play with: openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30
               #   -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout demo.key -out demo.pem
               listeners:
                 # L7: TLS ends here, and what a request asks for decides who gets it.
                 - name: web
                   bind: 127.0.0.1:%d
                   tls: { certificates: [{ cert: %s, key: %s }] }
                   http:
                     routes:
                       - match: { path: /checkout }
                         to: payments
                         retries: { attempts: 3, budgetMin: 50 }
                         requestHeaders: { set: { X-Upstream: payments } }
                       - match: { path: /img }
                         to: static
                         requestHeaders: { set: { X-Upstream: static } }
                       - to: shop
                         retries: { attempts: 3, budgetMin: 50 }
                         requestHeaders: { set: { X-Upstream: shop } }
                 - name: plain
                   bind: 127.0.0.1:%d
                   http: { routes: [{ redirect: { scheme: https, port: %d } }] }

                 # L4: bytes in, bytes out. The same origins, and no idea of what is asked.
                 - { name: round-robin, bind: 127.0.0.1:%d, tcp: { to: shop } }
                 - { name: by-client,   bind: 127.0.0.1:%d, tcp: { to: shop-by-client } }
                 - { name: half-dead,   bind: 127.0.0.1:%d, tcp: { to: half-dead } }

               upstreams:
                 payments:
                   balance: least-connections
                   endpoints: [127.0.0.1:%d, 127.0.0.1:%d]   # alpha, beta
                   health: { http: { path: /healthz }, interval: 500ms, timeout: 2s, rise: 2, fall: 2 }
                   ejection: { baseTime: 1s }   # after 5 failed connects in a row it is left alone for so long

                 static:
                   endpoints: [127.0.0.1:%d]    # gamma

                 shop:
                   balance: round-robin
                   endpoints: [127.0.0.1:%d, 127.0.0.1:%d, 127.0.0.1:%d]   # alpha, beta, gamma
                   health: { interval: 500ms, timeout: 2s, rise: 2, fall: 2 }   # a TCP connect
                   ejection: { baseTime: 1s }

                 shop-by-client:
                   balance: source-hash         # the same client reaches the same origin
                   endpoints: [127.0.0.1:%d, 127.0.0.1:%d, 127.0.0.1:%d]
                   health: { interval: 500ms, timeout: 2s, rise: 2, fall: 2 }
                   ejection: { baseTime: 1s }

                 half-dead:                     # no health check: traffic itself finds out
                   balance: round-robin
                   endpoints: [127.0.0.1:%d, 127.0.0.1:%d]   # alpha, and a port where nothing listens
                   ejection: { baseTime: 5s }

               admin: { bind: 127.0.0.1:%d }
               %s"""
                .formatted(
                        ports.web(),
                        DemoCertificate.CERT,
                        DemoCertificate.KEY,
                        ports.plain(),
                        ports.web(),
                        ports.roundRobin(),
                        ports.byClient(),
                        ports.halfDead(),
                        ports.origin(0),
                        ports.origin(1),
                        ports.origin(2),
                        ports.origin(0),
                        ports.origin(1),
                        ports.origin(2),
                        ports.origin(0),
                        ports.origin(1),
                        ports.origin(2),
                        ports.origin(0),
                        ports.dead(),
                        ports.admin(),
                        showSessions ? SESSIONS : "");
    }
}
