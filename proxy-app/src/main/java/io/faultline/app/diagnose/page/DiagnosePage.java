package io.faultline.app.diagnose.page;

import io.faultline.app.admin.AdminQuery;
import io.faultline.app.admin.AdminReply;
import io.faultline.app.admin.AdminTask;
import io.faultline.app.admin.api.JsonShape;
import io.faultline.app.admin.api.Operation;
import io.faultline.app.admin.api.Parameter;
import io.faultline.app.diagnose.Diagnosis;
import io.faultline.app.diagnose.ladder.Report;
import io.faultline.app.diagnose.print.LadderText;
import io.faultline.app.diagnose.print.ReportJson;
import io.faultline.app.diagnose.running.RunningProxy;
import io.faultline.app.diagnose.target.Options;
import io.faultline.app.diagnose.target.Plan;
import io.faultline.app.diagnose.target.Plans;
import io.faultline.app.diagnose.target.Target;
import io.faultline.app.process.Terminal;
import io.faultline.core.config.load.LoadedConfig;
import java.io.PrintWriter;
import java.io.Writer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code POST /diagnose}: the same from inside the running proxy, by the configuration in force. One at a
 * time, on threads of its own.
 *
 * <p>Only what stands in that configuration can be diagnosed: whoever reaches this port must not be able
 * to make the proxy connect to places of their own choice. docs/adr/0029 tells more.
 */
public final class DiagnosePage implements AdminTask {

    private static final Logger LOG = System.getLogger(DiagnosePage.class.getName());

    /** Names and paths of a configuration need no escapes, so a whole JSON reader is not needed either. */
    private static final Pattern BODY =
            Pattern.compile(
                    "\\s*\\{\\s*\"target\"\\s*:\\s*\"([^\"\\\\\\p{Cntrl}]{1,512})\""
                            + "\\s*(?:,\\s*\"method\"\\s*:\\s*\"(GET|HEAD)\"\\s*)?\\}\\s*");

    private static final String TARGET = "target";

    private static final String USAGE =
            """
            Walks to a target of the configuration in force, layer by layer, and says which one broke.

              curl -H 'Content-Type: application/json' -d '{"target": "upstream/NAME"}' http://ADMIN/v1/diagnose

            GET with ?target=upstream/NAME goes nowhere, and tells what this proxy itself knows: who may
            be chosen, what is full, what traffic met in the last minute.

            target is upstream/NAME[/path] or listener/NAME/path; "method" may be GET or HEAD.
            For any other place run 'faultline diagnose' on this host. With ?format=json the answer is JSON.
            """;

    private static final Terminal PLAIN =
            new Terminal(
                    new PrintWriter(Writer.nullWriter()),
                    new PrintWriter(Writer.nullWriter()),
                    false);

    private final Supplier<LoadedConfig> config;
    private final RunningProxy proxy;
    private final AtomicBoolean busy = new AtomicBoolean();

    /**
     * @param config the one in force when it is asked
     * @param proxy the one whose page it is
     */
    public DiagnosePage(Supplier<LoadedConfig> config, RunningProxy proxy) {
        this.config = config;
        this.proxy = proxy;
    }

    @Override
    public String path() {
        return "/diagnose";
    }

    @Override
    public String summary() {
        return "POST: which layer is broken on the way to an upstream or behind a listener";
    }

    @Override
    public List<Operation> operations() {
        return List.of(
                Operation.get(
                                "what the proxy itself knows of that way, without going it",
                                JsonShape.any("Rungs of 'faultline diagnose --json': 'running'."))
                        .with(
                                Parameter.inQuery(
                                        TARGET,
                                        "upstream/NAME or listener/NAME/path; without it, how to ask.",
                                        "upstream/shop"))
                        .refusing(404, "No such upstream or listener."),
                Operation.post(
                                "which layer is broken on the way to an upstream or behind a listener",
                                JsonShape.object("")
                                        .with(
                                                "target",
                                                JsonShape.text(
                                                        "upstream/NAME[/path] or listener/NAME/path."))
                                        .with("method", JsonShape.text("GET or HEAD.").orAbsent()),
                                JsonShape.any("The report of 'faultline diagnose --json'."))
                        .refusing(404, "No such upstream or listener.")
                        .refusing(429, "Another diagnosis is under way."));
    }

    @Override
    public AdminReply answer(AdminQuery query) {
        String asked = query.parameters().get(TARGET);
        if (asked == null) {
            return query.wantsJson()
                    ? AdminReply.json(ReportJson.ofRunning(List.of()))
                    : AdminReply.text(USAGE);
        }
        try {
            Target target = Target.parse(asked);
            return AdminReply.json(ReportJson.ofRunning(proxy.about(target, behind(target))));
        } catch (IllegalArgumentException invalid) {
            return AdminReply.text(404, String.valueOf(invalid.getMessage()));
        }
    }

    /** What breaks while a route is followed must not hide what is known. */
    private List<String> behind(Target target) {
        try {
            return new Plans(Options.DEFAULTS, config.get())
                    .of(target).stream().map(Plan::upstream).distinct().toList();
        } catch (IllegalStateException bug) {
            LOG.log(Level.ERROR, "a route could not be followed; a bug of ours", bug);
            return List.of();
        }
    }

    @Override
    public void run(String body, AdminQuery query, Consumer<AdminReply> then) {
        Matcher asked = BODY.matcher(body);
        if (!asked.matches()) {
            then.accept(AdminReply.text(400, "This is not what is understood here.\n\n" + USAGE));
            return;
        }
        if (!busy.compareAndSet(false, true)) {
            then.accept(AdminReply.text(429, "One diagnosis at a time: another one is under way."));
            return;
        }
        String method = asked.group(2) == null ? "GET" : asked.group(2);
        Thread.ofVirtual()
                .name("diagnose-page")
                .start(() -> then.accept(diagnosed(asked.group(1), method, query)));
    }

    private AdminReply diagnosed(String target, String method, AdminQuery query) {
        try {
            if (Target.parse(target) instanceof Target.Place) {
                return AdminReply.text(
                        403,
                        "Only what stands in the configuration: upstream/NAME or listener/NAME/path."
                                + " For other places run 'faultline diagnose' on this host.");
            }
            Options options = Options.DEFAULTS.asking(method, null, List.of());
            Report report = Diagnosis.of(target, config.get(), options).run(proxy);
            return query.wantsJson()
                    ? AdminReply.json(ReportJson.of(report))
                    : AdminReply.text(LadderText.of(report, PLAIN));
        } catch (IllegalArgumentException invalid) {
            return AdminReply.text(404, String.valueOf(invalid.getMessage()));
        } catch (RuntimeException bug) {
            LOG.log(Level.ERROR, "a diagnosis failed; a bug of ours", bug);
            return AdminReply.text(
                    500, "This failed, which is a bug of ours. The log has the trace.");
        } finally {
            busy.set(false);
        }
    }
}
