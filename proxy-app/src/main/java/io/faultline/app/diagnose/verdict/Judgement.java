package io.faultline.app.diagnose.verdict;

import io.faultline.app.diagnose.ladder.Ladder;
import io.faultline.app.diagnose.ladder.Rung;
import io.faultline.app.diagnose.ladder.Verdict;
import io.faultline.app.diagnose.running.RunningProxy;
import io.faultline.core.Layer;
import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.FaultCode;
import io.faultline.core.fault.SessionFault;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads all rungs and says what they come to. Where addresses differ, what most of them broke of counts,
 * and among equals what is lowest: a layer can only be as well as those below it.
 */
public final class Judgement {

    /** Exit codes are this and the number of the layer: 12 for L2 to 17 for L7. */
    public static final int EXIT_BASE = 10;

    private final boolean secure;
    private final @Nullable String path;

    /**
     * @param secure whether TLS was tried
     * @param path that was asked for, or null
     */
    public Judgement(boolean secure, @Nullable String path) {
        this.secure = secure;
        this.path = path;
    }

    private record Broken(String host, String port, String where, Rung rung, Fault fault) {}

    public Verdict of(List<Rung> names, List<Ladder> ladders) {
        return of(names, ladders, List.of());
    }

    /**
     * What the running proxy refuses by itself goes before what a probe finds: traffic never gets that far.
     * What it concluded from its endpoints, or met a moment ago, comes after: a probe that breaks too
     * has found the cause.
     */
    public Verdict of(List<Rung> names, List<Ladder> ladders, List<Rung> running) {
        for (Rung each : running) {
            Fault fault = each.fault();
            if (fault != null && isOurRefusal(fault) && !isOver(each)) {
                return known(each, fault);
            }
        }
        Verdict probed = probed(names, ladders);
        if (!probed.isHealthy()) {
            return probed;
        }
        for (Rung each : running) {
            Fault fault = each.fault();
            if (fault != null && each.isBroken()) {
                return known(each, fault);
            }
        }
        if (running.isEmpty()) {
            return probed;
        }
        List<String> remarks = new ArrayList<>(probed.because());
        running.forEach(each -> remarks.addAll(each.notes()));
        return new Verdict(null, "", false, probed.sentence(), remarks, List.of(), 0);
    }

    /** A lookup that failed is a probe like ours: the one of now knows better. */
    private static boolean isOurRefusal(Fault fault) {
        return fault.side() == Side.PROXY && fault.stage() != Stage.RESOLVE;
    }

    /** It was met a moment ago, and may have passed. */
    private static boolean isOver(Rung rung) {
        return rung.name().equals(RunningProxy.TRAFFIC);
    }

    private Verdict known(Rung rung, Fault fault) {
        List<String> because = new ArrayList<>();
        because.add(
                isOver(rung)
                        ? "The way to the endpoints is well: it is the running proxy that tells what"
                                + " traffic met."
                        : "The running proxy says so: traffic ends there, whatever the way to the"
                                + " endpoints is like.");
        because.addAll(rung.notes());
        return new Verdict(
                fault,
                "the running proxy",
                fault.code().suspected(),
                fault.code().meaning(),
                because,
                fault.code().lookWith(),
                EXIT_BASE + number(fault.code().layer()));
    }

    private Verdict probed(List<Rung> names, List<Ladder> ladders) {
        List<Broken> broken = new ArrayList<>();
        for (Rung each : names) {
            if (each.isBroken() && each.fault() != null) {
                String host = each.summary().split(" ", 2)[0];
                broken.add(new Broken(host, "", host, each, each.fault()));
            }
        }
        for (Ladder each : ladders) {
            Rung rung = each.broken();
            if (rung != null && rung.fault() != null) {
                int colon = each.address().lastIndexOf(':');
                String address = each.address().substring(0, colon);
                broken.add(
                        new Broken(
                                address.startsWith("[")
                                        ? address.substring(1, address.length() - 1)
                                        : address,
                                each.address().substring(colon + 1),
                                each.address(),
                                rung,
                                rung.fault()));
            }
        }
        if (names.isEmpty() && ladders.isEmpty()) {
            return nobody();
        }
        return broken.isEmpty() ? healthy(ladders) : verdict(names, ladders, broken);
    }

    private static Verdict nobody() {
        Fault fault = Fault.of(SessionFault.NO_ENDPOINTS, Side.PROXY, Stage.BALANCE);
        return new Verdict(
                fault,
                "",
                false,
                fault.code().meaning(),
                List.of(Direction.of(fault)),
                fault.code().lookWith(),
                EXIT_BASE + number(fault.code().layer()));
    }

    private static Verdict healthy(List<Ladder> ladders) {
        List<String> remarks = new ArrayList<>();
        for (Ladder ladder : ladders) {
            for (Rung rung : ladder.rungs()) {
                rung.notes().forEach(note -> remarks.add(ladder.address() + ": " + note));
            }
        }
        return new Verdict(
                null, "", false, "every layer that was tried works", remarks, List.of(), 0);
    }

    private Verdict verdict(List<Rung> names, List<Ladder> ladders, List<Broken> broken) {
        Map<FaultCode, Long> counts =
                broken.stream()
                        .collect(
                                Collectors.groupingBy(
                                        each -> each.fault().code(), Collectors.counting()));
        Broken worst =
                broken.stream()
                        .min(
                                Comparator.comparing(
                                                (Broken each) ->
                                                        -counts.getOrDefault(
                                                                each.fault().code(), 0L))
                                        .thenComparing(each -> each.fault().code().layer()))
                        .orElseThrow();
        FaultCode code = worst.fault().code();
        boolean inferred =
                code.suspected()
                        || worst.fault().evidence().value("suspected") != null
                        || worst.rung().notes().stream().anyMatch(n -> n.contains("suspected"));
        return new Verdict(
                worst.fault(),
                worst.where(),
                inferred,
                code.meaning(),
                because(names, ladders, broken, worst),
                commands(worst, names, ladders),
                EXIT_BASE + number(code.layer()));
    }

    private static int number(Layer layer) {
        return layer.ordinal() + 1;
    }

    private List<String> because(
            List<Rung> names, List<Ladder> ladders, List<Broken> broken, Broken worst) {
        List<String> reasons = new ArrayList<>();
        reasons.add(Direction.of(worst.fault()));
        int tried = Math.max(1, ladders.size());
        boolean isName = names.contains(worst.rung());
        if (!isName && tried > 1) {
            reasons.add(spread(broken, worst, tried));
        }
        worst.rung().notes().forEach(reasons::add);
        return reasons;
    }

    private static String spread(List<Broken> broken, Broken worst, int tried) {
        List<Broken> alike =
                broken.stream()
                        .filter(each -> each.fault().code() == worst.fault().code())
                        .toList();
        if (alike.size() == tried) {
            return "All "
                    + tried
                    + " addresses fail alike: suspect what they share (our route, our authorities,"
                    + " their network) before each of them.";
        }
        String others =
                broken.stream()
                        .filter(each -> each.fault().code() != worst.fault().code())
                        .map(each -> each.fault().code().id() + " at " + each.where())
                        .collect(Collectors.joining(", "));
        int well = tried - broken.size();
        return alike.size()
                + " of "
                + tried
                + " addresses"
                + (well > 0 ? "; " + well + " well: it is not the way they share" : "")
                + (others.isEmpty() ? "." : "; also " + others + ".");
    }

    private List<String> commands(Broken worst, List<Rung> names, List<Ladder> ladders) {
        Function<String, @Nullable String> evidence = worst.fault().evidence()::value;
        String resolver = evidence.apply("resolver");
        Rung route =
                ladders.stream()
                        .filter(each -> each.address().equals(worst.where()))
                        .map(each -> each.rung("route"))
                        .findFirst()
                        .orElse(null);
        boolean isName = names.contains(worst.rung());
        String name = evidence.apply("serverName");
        return new Placeholders(
                        Placeholders.known(
                                "ADDRESS",
                                isName ? null : worst.host(),
                                "PORT",
                                isName ? null : worst.port(),
                                "NAME",
                                isName ? worst.host() : name,
                                "PATH",
                                path == null ? null : path.substring(Math.min(1, path.length())),
                                "DEVICE",
                                route == null ? null : route.fact("device"),
                                "RESOLVER",
                                resolver == null ? null : resolver.replaceFirst(":53$", "")),
                        secure)
                .commands(worst.fault());
    }
}
