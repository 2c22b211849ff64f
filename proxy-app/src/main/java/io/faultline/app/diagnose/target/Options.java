package io.faultline.app.diagnose.target;

import io.faultline.core.config.value.HostPort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How to ask. What is not said here comes from the configuration, or is a default of it.
 *
 * @param path null for the target's own
 * @param fields of the request, {@code name: value} each
 * @param connects how many connections are made to each address one after the other, to see flapping
 * @param patience how long an answer may take
 * @param ca the authorities to judge by; null for those of the configuration, or of the system
 * @param verify false to take any certificate
 * @param serverName to ask for in TLS, where it is not the host
 * @param source our own address
 * @param resolvers none for those of the configuration, or of the system
 */
public record Options(
        String method,
        @Nullable String path,
        List<String> fields,
        int connects,
        Duration patience,
        @Nullable Path ca,
        boolean verify,
        @Nullable String serverName,
        @Nullable String source,
        List<HostPort> resolvers) {

    public static final int MOST_CONNECTS = 10;

    public static final Options DEFAULTS =
            new Options(
                    "GET",
                    null,
                    List.of(),
                    3,
                    Duration.ofSeconds(5),
                    null,
                    true,
                    null,
                    null,
                    List.of());

    public Options {
        fields = List.copyOf(fields);
        resolvers = List.copyOf(resolvers);
    }

    public Options asking(String newMethod, @Nullable String newPath, List<String> newFields) {
        return new Options(
                newMethod,
                newPath,
                newFields,
                connects,
                patience,
                ca,
                verify,
                serverName,
                source,
                resolvers);
    }

    public Options within(int newConnects, Duration newPatience) {
        return new Options(
                method,
                path,
                fields,
                newConnects,
                newPatience,
                ca,
                verify,
                serverName,
                source,
                resolvers);
    }

    public Options trusting(@Nullable Path newCa, boolean newVerify, @Nullable String newName) {
        return new Options(
                method, path, fields, connects, patience, newCa, newVerify, newName, source,
                resolvers);
    }

    public Options from(@Nullable String newSource, List<HostPort> newResolvers) {
        return new Options(
                method,
                path,
                fields,
                connects,
                patience,
                ca,
                verify,
                serverName,
                newSource,
                newResolvers);
    }
}
