package io.faultline.l4;

import java.io.IOException;

/** A proxy in a process of its own, which a test gives few descriptors. */
final class FewDescriptorsMain {

    private FewDescriptorsMain() {}

    public static void main(String[] args) throws IOException {
        String yaml =
                L4Bench.config("", "", "endpoints: [" + args[0] + "]")
                        + "accessLog: { file: stdout, format: json }\n";
        try (L4Bench bench = L4Bench.start(yaml)) {
            System.out.println("port " + bench.port());
            // Until the test closes the pipe, whichever way it ends: no process is left behind.
            while (System.in.read() >= 0) {}
        }
    }
}
