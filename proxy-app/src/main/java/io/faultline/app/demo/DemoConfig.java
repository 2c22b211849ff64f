package io.faultline.app.demo;

/** The demo's configuration: plain text as anybody would write it, read by the ordinary loader. */
final class DemoConfig {

    static final String NAME = "demo.yaml";

    private static final String SESSIONS =
            "accessLog: { file: stdout, format: text,\n             template: '  {listener}: {client_ip} -> {endpoint}, {bytes_down} bytes back in {duration} ms; fault {fault}; failed before {failed}' }\n";

    private DemoConfig() {}

    static String text(DemoPorts ports, boolean showSessions) {
        return """
               # What 'faultline demo' runs. Copy it, point the endpoints at servers of yours, and: faultline run -c demo.yaml
               listeners:
                 - { name: round-robin, bind: 127.0.0.1:%d, tcp: { to: fleet } }
                 - { name: by-client,   bind: 127.0.0.1:%d, tcp: { to: fleet-by-client } }
                 - { name: half-dead,   bind: 127.0.0.1:%d, tcp: { to: half-dead } }

               upstreams:
                 fleet:
                   balance: round-robin
                   endpoints: [127.0.0.1:%d, 127.0.0.1:%d, 127.0.0.1:%d]   # alpha, beta, gamma
                   health: { interval: 500ms, timeout: 250ms, rise: 2, fall: 2 }
                   ejection: { baseTime: 1s }   # after 5 failed connects in a row it is left alone for so long

                 fleet-by-client:
                   balance: source-hash         # the same client reaches the same origin
                   endpoints: [127.0.0.1:%d, 127.0.0.1:%d, 127.0.0.1:%d]
                   health: { interval: 500ms, timeout: 250ms, rise: 2, fall: 2 }
                   ejection: { baseTime: 1s }

                 half-dead:                     # no health check: traffic itself finds out
                   balance: round-robin
                   endpoints: [127.0.0.1:%d, 127.0.0.1:%d]   # alpha, and a port where nothing listens
                   ejection: { baseTime: 5s }

               admin: { bind: 127.0.0.1:%d }
               %s"""
                .formatted(
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
                        ports.dead(),
                        ports.admin(),
                        showSessions ? SESSIONS : "");
    }
}
