package io.faultline.app.diagnose;

import io.faultline.app.diagnose.ladder.Ladder;
import io.faultline.app.diagnose.ladder.Report;
import io.faultline.app.diagnose.ladder.Rung;
import io.faultline.app.diagnose.ladder.Verdict;
import io.faultline.app.diagnose.probe.Bench;
import io.faultline.app.diagnose.probe.Line;
import io.faultline.app.diagnose.probe.NameProbe;
import io.faultline.app.diagnose.probe.Walk;
import io.faultline.app.diagnose.running.RunningProxy;
import io.faultline.app.diagnose.target.Options;
import io.faultline.app.diagnose.target.Plan;
import io.faultline.app.diagnose.target.Plans;
import io.faultline.app.diagnose.target.RequestText;
import io.faultline.app.diagnose.target.Target;
import io.faultline.app.diagnose.verdict.Judgement;
import io.faultline.core.config.load.LoadedConfig;
import io.faultline.core.config.value.HostPort;
import io.faultline.core.timing.Ticker;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * READ ME FIRST for {@code faultline diagnose}. Walks from a name up to the application, and says which
 * layer broke.
 *
 * <p>The order is: what is meant ({@link Plans}), names to addresses ({@link NameProbe}), then on each
 * address route, neighbour, TCP, TLS and HTTP ({@link Walk}), and what it all comes to ({@link
 * Judgement}). Every step is made by the classes that traffic goes through, on an event loop of its own,
 * so codes and evidence are the ones that traffic would meet. What is tried is bounded: so many places,
 * so many addresses, so many connections, each with its timer.
 */
public final class Diagnosis {

    private static final int MOST_ADDRESSES = 8;

    private final Target target;
    private final List<Plan> plans;
    private final Options options;

    private Diagnosis(Target target, List<Plan> plans, Options options) {
        this.target = target;
        this.plans = plans;
        this.options = options;
    }

    /**
     * @param config null where no file describes the target
     * @throws IllegalArgumentException with a sentence, when there is nothing such to diagnose
     */
    public static Diagnosis of(String target, @Nullable LoadedConfig config, Options options) {
        Target parsed = Target.parse(target);
        List<Plan> plans = new Plans(options, config).of(parsed);
        for (Plan each : plans) {
            for (HostPort place : each.places()) {
                if (each.ask() != null) {
                    RequestText.head(each.ask(), place, each.config().tls() != null);
                }
            }
        }
        return new Diagnosis(parsed, plans, options);
    }

    public static Diagnosis of(String target, @Nullable LoadedConfig config) {
        return of(target, config, Options.DEFAULTS);
    }

    /** Waits for everything; a few seconds at most where nothing answers. */
    public Report run() {
        return run(RunningProxy.NONE);
    }

    /**
     * @param proxy who serves this configuration; asked while the probes are on their way
     */
    public Report run(RunningProxy proxy) {
        long startNanos = Ticker.system().nanos();
        List<String> upstreams = plans.stream().map(Plan::upstream).distinct().toList();
        CompletableFuture<List<Rung>> known =
                CompletableFuture.supplyAsync(
                        () -> proxy.about(target, upstreams),
                        asking -> Thread.ofVirtual().name("diagnose-proxy").start(asking));
        List<Rung> names = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        List<Ladder> ladders;
        try (Bench bench = new Bench(Ticker.system(), InstantSource.system())) {
            bench.warmUp(plans.getFirst());
            ladders = walk(lines(bench, names, leftOut));
        }
        List<Rung> running = known.join();
        Plan first = plans.getFirst();
        Verdict verdict =
                new Judgement(
                                first.config().tls() != null,
                                first.ask() == null ? null : first.ask().target())
                        .of(names, ladders, running);
        return new Report(
                target.text(),
                String.join("; ", plans.stream().map(Plan::about).toList()),
                names,
                ladders,
                running,
                leftOut,
                verdict,
                Ticker.system().nanos() - startNanos);
    }

    private List<Line> lines(Bench bench, List<Rung> names, List<String> leftOut) {
        List<Line> lines = new ArrayList<>();
        for (Plan plan : plans) {
            var known = new HashMap<String, NameProbe.Found>();
            for (HostPort place : new LinkedHashSet<>(plan.places())) {
                if (lines.size() >= MOST_ADDRESSES) {
                    leftOut.add(place + ": more than " + MOST_ADDRESSES + " addresses");
                    continue;
                }
                NameProbe.Found found = known.get(place.host());
                if (found == null) {
                    found = NameProbe.of(bench, plan.config().dns(), place.host());
                    known.put(place.host(), found);
                    if (!place.isAddress()) {
                        names.add(found.rung());
                    }
                }
                for (InetAddress address : found.addresses()) {
                    if (lines.size() < MOST_ADDRESSES) {
                        lines.add(new Line(bench, plan, place, address));
                    } else {
                        leftOut.add(
                                NetUtil.toAddressString(address)
                                        + ": more than "
                                        + MOST_ADDRESSES
                                        + " addresses");
                    }
                }
            }
        }
        return lines;
    }

    /** All addresses at once: silence on one of them takes no longer than on all. */
    private List<Ladder> walk(List<Line> lines) {
        List<Ladder> ladders = new ArrayList<>();
        try (ExecutorService walkers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Ladder>> walks =
                    lines.stream()
                            .map(line -> walkers.submit(() -> Walk.along(line, options)))
                            .toList();
            for (Future<Ladder> each : walks) {
                ladders.add(each.get());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while probes ran", stopped);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof IllegalArgumentException unusable) {
                throw unusable;
            }
            throw new IllegalStateException(
                    "a probe failed, which is a bug of ours",
                    Objects.requireNonNull(failed.getCause()));
        }
        return ladders;
    }
}
