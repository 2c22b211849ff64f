package io.faultline.app.cli.remote;

import io.faultline.app.cli.exit.CommandFailed;
import io.faultline.app.cli.exit.ExitCode;
import io.faultline.app.json.JsonObject;
import io.faultline.app.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Which running proxy a command asks, and how: the options that all of them share, and one request at a
 * time through its admin port. What goes wrong becomes a sentence and an exit code here.
 */
public final class AdminTarget {

    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Option(
            names = "--admin",
            paramLabel = "ADDRESS",
            defaultValue = "${env:FAULTLINE_ADMIN:-127.0.0.1:9901}",
            description =
                    "The admin address, with https:// where admin.tls is set (FAULTLINE_ADMIN, or"
                            + " ${DEFAULT-VALUE}).")
    private String admin = "127.0.0.1:9901";

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            defaultValue = "${env:FAULTLINE_ADMIN_TOKEN_FILE}",
            description = "The token of admin.token, where FAULTLINE_ADMIN_TOKEN does not have it.")
    private @Nullable Path tokenFile;

    @Option(
            names = "--admin-ca",
            paramLabel = "FILE",
            defaultValue = "${env:FAULTLINE_ADMIN_CA}",
            description = "The authority of its certificate, where this machine does not know it.")
    private @Nullable Path ca;

    @Option(
            names = "--admin-cert",
            paramLabel = "FILE",
            defaultValue = "${env:FAULTLINE_ADMIN_CERT}",
            description = "Our own certificate, for admin.tls.clientCa; with --admin-key.")
    private @Nullable Path certificate;

    @Option(
            names = "--admin-key",
            paramLabel = "FILE",
            defaultValue = "${env:FAULTLINE_ADMIN_KEY}",
            description = "Its private key.")
    private @Nullable Path key;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    /** What was answered: 200, or what the caller said it can use. */
    public record Answer(int status, String body) {}

    /** A page of the API. */
    public String get(String path) {
        return ask(path, null).body();
    }

    /** The same, read. */
    public JsonObject object(String path) {
        return read(get(path));
    }

    private JsonObject read(String body) {
        try {
            return JsonReader.object(body);
        } catch (IllegalArgumentException strange) {
            throw new CommandFailed(
                    ExitCode.FAILED,
                    admin + " does not answer as a Faultline does: " + strange.getMessage());
        }
    }

    /** For a command that knows the address from elsewhere, where nobody has said one. */
    public void orElse(String address) {
        if (!isSaid()) {
            admin = address;
        }
    }

    /** Whether the address was given to the command, and is not only the usual one. */
    public boolean isSaid() {
        return System.getenv("FAULTLINE_ADMIN") != null
                || command != null
                        && command.commandLine().getParseResult().hasMatchedOption("--admin");
    }

    /**
     * A page for who can do without it: not waited for longer than this, and asked by the smaller client
     * of the JDK, which a JVM that has just started has sooner.
     *
     * @throws CommandFailed with the reason
     */
    public JsonObject soon(String path, Duration patience) {
        try {
            var connection = (HttpURLConnection) uri(path).toURL().openConnection(Proxy.NO_PROXY);
            if (connection instanceof HttpsURLConnection secured) {
                secured.setSSLSocketFactory(
                        AdminTrust.context(ca, certificate, key).getSocketFactory());
            }
            int millis = Math.toIntExact(patience.toMillis());
            connection.setConnectTimeout(millis);
            connection.setReadTimeout(millis);
            try (InputStream body = connection.getInputStream()) {
                return read(new String(body.readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (IOException silent) {
            throw new CommandFailed(
                    ExitCode.FAILED, "nobody answers at " + admin + ": " + why(silent));
        }
    }

    /** The status of a page, whatever it is, soon: supervisors ask often. */
    int status(String path) {
        return send(path, null, CONNECT_PATIENCE).status();
    }

    /** Where it is asked. */
    public String address() {
        return admin;
    }

    /** Something that is done; shows the token of the environment. */
    public String post(String path, String body) {
        return ask(path, body).body();
    }

    /** @param alsoFine a status that is no failure to the caller */
    public Answer post(String path, String body, int alsoFine) {
        Answer answer = send(path, body);
        return answer.status() == alsoFine ? answer : orFail(answer);
    }

    private Answer ask(String path, @Nullable String body) {
        return orFail(send(path, body));
    }

    private static Answer orFail(Answer answer) {
        if (answer.status() == 200) {
            return answer;
        }
        throw new CommandFailed(ExitCode.FAILED, sentence(answer));
    }

    private Answer send(String path, @Nullable String body) {
        return send(path, body, PATIENCE);
    }

    private Answer send(String path, @Nullable String body, Duration patience) {
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .proxy(HttpClient.Builder.NO_PROXY)
                        .connectTimeout(CONNECT_PATIENCE);
        if (isTls()) {
            builder.sslContext(AdminTrust.context(ca, certificate, key));
        }
        try (HttpClient client = builder.build()) {
            HttpResponse<String> answer =
                    client.send(
                            request(path, body, patience), HttpResponse.BodyHandlers.ofString());
            return new Answer(answer.statusCode(), answer.body());
        } catch (IOException e) {
            if (e instanceof SSLException) {
                throw new CommandFailed(
                        ExitCode.FAILED,
                        "no TLS with "
                                + admin
                                + ": "
                                + why(e)
                                + ". Is it the right --admin-ca, --admin-cert and --admin-key?");
            }
            throw new CommandFailed(
                    ExitCode.FAILED,
                    "nobody answers at "
                            + admin
                            + ": "
                            + why(e)
                            + ". Is it running, and is 'admin' in its configuration?");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailed(ExitCode.INTERRUPTED, "interrupted");
        }
    }

    private static String why(IOException failure) {
        return failure.getMessage() == null
                ? failure.getClass().getSimpleName()
                : failure.getMessage();
    }

    private boolean isTls() {
        return admin.startsWith("https://");
    }

    private URI uri(String path) {
        return URI.create((isTls() ? "" : "http://") + admin + "/v1" + path);
    }

    private HttpRequest request(String path, @Nullable String body, Duration patience) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).timeout(patience);
            if (body == null) {
                return request.build();
            }
            String token = token();
            request.header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body));
            return (token == null ? request : request.header("Authorization", "Bearer " + token))
                    .build();
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(
                    ExitCode.USAGE, "'" + admin + "' is no address. Write 127.0.0.1:9901.");
        }
    }

    private static String sentence(Answer answer) {
        try {
            String message = JsonReader.object(answer.body()).object("error").text("message");
            return message.isEmpty() ? answer.body().strip() : message + hint(answer.status());
        } catch (IllegalArgumentException noJson) {
            return "it answers " + answer.status() + ": " + answer.body().strip();
        }
    }

    private static String hint(int status) {
        return status == 401 ? " Commands take it from FAULTLINE_ADMIN_TOKEN or --token-file." : "";
    }

    /** Never from the command line, which everybody on the machine can read. */
    private @Nullable String token() {
        if (tokenFile == null) {
            return System.getenv("FAULTLINE_ADMIN_TOKEN");
        }
        try {
            return Files.readString(tokenFile).strip();
        } catch (IOException e) {
            throw new CommandFailed(
                    ExitCode.USAGE, "the token cannot be read: " + e.getMessage() + ".");
        }
    }

    /** One segment of a path, whatever stands in it. */
    public static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
