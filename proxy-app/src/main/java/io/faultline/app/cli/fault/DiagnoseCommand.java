package io.faultline.app.cli.fault;

import io.faultline.app.cli.exit.CommandFailed;
import io.faultline.app.cli.exit.ExitCode;
import io.faultline.app.cli.file.ConfigFiles;
import io.faultline.app.cli.remote.AdminTarget;
import io.faultline.app.diagnose.Diagnosis;
import io.faultline.app.diagnose.ladder.Report;
import io.faultline.app.diagnose.print.LadderText;
import io.faultline.app.diagnose.print.ReportJson;
import io.faultline.app.diagnose.target.Options;
import io.faultline.app.process.Terminal;
import io.faultline.core.config.load.LoadedConfig;
import io.faultline.core.config.text.IpLiteral;
import io.faultline.core.config.text.Quote;
import io.faultline.core.config.value.HostPort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Goes the way of traffic to a target, layer by layer, and says which one broke. */
@Command(
        name = "diagnose",
        description = "Go the way to a target, layer by layer, and say which one broke.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "TARGET is one of",
            "  10.0.0.7:5432             as far as TCP",
            "  tls://host:port           ... and TLS",
            "  https://host/path         ... and HTTP; http:// as well",
            "  upstream/NAME[/path]      every endpoint, by the settings of --config FILE",
            "  listener/NAME/path        what the route that takes this path leads to",
            "",
            "For upstreams and listeners the proxy that runs is asked too, at the file's admin address or",
            "--admin: what is drained, full or refused by it is seen by nobody else.",
            "",
            "Exit code 0: all layers work. 12 to 17: L2 to L7 is broken; 14 is L4, TCP. 2: wrong usage.",
            "4: the file has errors. A few connections are made to each address, nothing else.",
            "",
            "Examples:",
            "  faultline diagnose 10.0.0.7:5432",
            "  faultline diagnose https://shop.example/checkout -H 'Accept: text/html'",
            "  faultline diagnose -c edge.yaml upstream/payments",
            "  faultline diagnose --json --ca certs/ca.pem tls://10.0.0.7:8443 --server-name shop.example"
        })
public final class DiagnoseCommand implements Callable<Integer> {

    private static final int DNS_PORT = 53;
    private static final int MOST_SECONDS = 60;

    private final Terminal terminal;

    @Parameters(arity = "1", paramLabel = "TARGET", description = "What to diagnose.")
    private String target;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "The configuration that upstreams and listeners stand in.")
    private @Nullable Path config;

    @Option(
            names = {"-X", "--method"},
            paramLabel = "METHOD",
            defaultValue = "GET",
            description = "The method of the HTTP request. Default: ${DEFAULT-VALUE}.")
    private String method;

    @Option(
            names = "--path",
            paramLabel = "PATH",
            description =
                    "The path of the HTTP request; asks HTTP of a target that says nothing of it.")
    private @Nullable String path;

    @Option(
            names = {"-H", "--header"},
            paramLabel = "FIELD",
            description = "A header field of the HTTP request, 'name: value'.")
    private List<String> fields = new ArrayList<>();

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "Judge certificates by these authorities (PEM).")
    private @Nullable Path ca;

    @Option(names = "--insecure", description = "Take any certificate.")
    private boolean insecure;

    @Option(
            names = "--server-name",
            paramLabel = "NAME",
            description = "The name to ask for in TLS, which the certificate must have.")
    private @Nullable String serverName;

    @Option(names = "--source", paramLabel = "ADDRESS", description = "Our own address.")
    private @Nullable String source;

    @Option(
            names = "--resolver",
            paramLabel = "ADDRESS",
            description = "Ask this name server, 'address' or 'address:port'.")
    private List<String> resolvers = new ArrayList<>();

    @Option(
            names = "--connects",
            paramLabel = "COUNT",
            defaultValue = "3",
            description =
                    "Connections to each address, one after the other. Default: ${DEFAULT-VALUE}.")
    private int connects;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "5",
            description = "How long an answer may take. Default: ${DEFAULT-VALUE}.")
    private double timeout;

    @Mixin private AdminTarget admin;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    public DiagnoseCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        LoadedConfig loaded = config == null ? null : ConfigFiles.load(config, terminal);
        Report report;
        try {
            report = Diagnosis.of(target, loaded, options()).run(AskedProxy.serving(loaded, admin));
        } catch (IllegalArgumentException invalid) {
            throw new CommandFailed(ExitCode.USAGE, String.valueOf(invalid.getMessage()));
        }
        if (json) {
            terminal.out().println(ReportJson.of(report));
        } else {
            terminal.out().print(LadderText.of(report, terminal));
        }
        terminal.out().flush();
        return report.verdict().exitCode();
    }

    private Options options() {
        if (connects < 1 || connects > Options.MOST_CONNECTS) {
            throw new IllegalArgumentException(
                    "--connects is 1 to " + Options.MOST_CONNECTS + ", not " + connects + ".");
        }
        if (!(timeout > 0 && timeout <= MOST_SECONDS)) {
            throw new IllegalArgumentException(
                    "--timeout is up to " + MOST_SECONDS + " seconds, not " + timeout + ".");
        }
        if (source != null && !IpLiteral.isAddress(source)) {
            throw new IllegalArgumentException(
                    Quote.of(source) + " is not an IP address (--source).");
        }
        return Options.DEFAULTS
                .asking(method, path, fields)
                .within(connects, Duration.ofMillis(Math.round(timeout * 1000)))
                .trusting(ca, !insecure, serverName)
                .from(source, resolvers.stream().map(DiagnoseCommand::resolver).toList());
    }

    private static HostPort resolver(String text) {
        HostPort place =
                IpLiteral.isAddress(text) ? new HostPort(text, DNS_PORT) : HostPort.parse(text);
        if (!place.isAddress()) {
            throw new IllegalArgumentException(
                    Quote.of(text) + " is not the address of a name server (--resolver).");
        }
        return place;
    }
}
