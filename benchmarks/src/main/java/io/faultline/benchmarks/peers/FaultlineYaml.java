package io.faultline.benchmarks.peers;

import java.util.Locale;

/** Faultline's configuration for a task: as short as an operator would write it, all defaults on. */
final class FaultlineYaml {

    private FaultlineYaml() {}

    static String of(Setup setup, Shape shape) {
        var yaml = new StringBuilder();
        yaml.append("workers: ").append(setup.cores()).append('\n');
        if (shape.adminPort() > 0) {
            yaml.append("admin: { bind: 127.0.0.1:").append(shape.adminPort()).append(" }\n");
        }
        if (shape.accessLog()) {
            yaml.append("accessLog: { file: ").append(setup.folder().resolve(Faultline.ACCESS_LOG));
            yaml.append(" }\n");
        }
        yaml.append("listeners:\n  - name: bench\n    bind: 127.0.0.1:").append(setup.port());
        yaml.append('\n');
        if (setup.service().tls) {
            yaml.append("    tls:\n      minVersion: \"1.3\"\n      curves: [x25519]\n")
                    .append(
                            "      certificates: [{ cert: %s, key: %s }]\n"
                                    .formatted(
                                            setup.certificate().cert(), setup.certificate().key()));
        }
        if (setup.service() == Service.L4) {
            yaml.append("    tcp: { to: backend }\n");
        } else {
            http(yaml, shape);
        }
        upstream(yaml, setup, shape);
        return yaml.toString();
    }

    private static void http(StringBuilder yaml, Shape shape) {
        yaml.append("    http:\n");
        if (shape.diagnostics()) {
            yaml.append("      diagnosticsTo: [127.0.0.0/8]\n");
        }
        yaml.append("      routes:\n");
        for (int i = 0; i < shape.routes(); i++) {
            yaml.append(
                    String.format(
                            Locale.ROOT,
                            "        - { match: { path: /area%05d }, to: backend }%n",
                            i));
        }
        yaml.append("        - to: backend\n");
    }

    private static void upstream(StringBuilder yaml, Setup setup, Shape shape) {
        yaml.append("upstreams:\n  backend:\n    balance: ").append(shape.balance());
        yaml.append("\n    endpoints:\n");
        for (int i = 0; i < shape.endpoints(); i++) {
            // 127.0.0.1 first; each address of 127.0.0.0/8 is this machine.
            int host = i + 1;
            yaml.append(
                    String.format(
                            Locale.ROOT,
                            "      - 127.%d.%d.%d:%d%n",
                            host >> 16 & 255,
                            host >> 8 & 255,
                            host & 255,
                            setup.backendPort()));
        }
        if (shape.proxyProtocol()) {
            yaml.append("    sendProxyProtocol: v1\n");
        }
        if (shape.endpoints() == 1) {
            yaml.append(
                    "    health: { tcp: {} }\n"); // ten thousand checks would be measured with it
        }
    }
}
