package io.faultline.benchmarks.peer;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the run asks for: {@code PORT BACKEND THREADS [STORE PASSWORD]}.
 *
 * @param store a PKCS #12 file; null: no TLS
 */
record Asked(int port, int backend, int threads, @Nullable Path store, String password) {

    static Asked of(String... arguments) {
        boolean tls = arguments.length > 4;
        return new Asked(
                Integer.parseInt(arguments[0]),
                Integer.parseInt(arguments[1]),
                Integer.parseInt(arguments[2]),
                tls ? Path.of(arguments[3]) : null,
                tls ? arguments[4] : "");
    }
}
