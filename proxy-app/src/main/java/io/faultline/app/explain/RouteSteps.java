package io.faultline.app.explain;

import io.faultline.app.explain.Way.Step;
import io.faultline.app.preview.Preview;
import io.faultline.app.preview.Preview.Line;
import io.faultline.app.routes.ActionText;
import io.faultline.core.config.load.LoadedConfig;
import io.faultline.core.fault.Fault;
import io.faultline.l7.config.route.RouteConfig;
import io.faultline.l7.limit.Timer;
import io.faultline.l7.route.RouteEntry;
import io.faultline.l7.route.action.Forward;
import io.faultline.l7.route.gate.RateLimit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which route, why no other one, what it writes, and where that goes. */
final class RouteSteps {

    private final LoadedConfig loaded;
    private final Preview preview;
    private final Question question;

    RouteSteps(LoadedConfig loaded, Preview preview, Question question) {
        this.loaded = loaded;
        this.preview = preview;
        this.question = question;
    }

    /** @return the code that the client would meet, or null */
    @Nullable String addTo(List<Step> steps) {
        RouteEntry taker = preview.taker();
        RouteConfig config = preview.config();
        Fault refused = preview.refused();
        if (taker == null || config == null) {
            if (refused != null) {
                steps.add(refusal("request", refused));
                return refused.code().id();
            }
            steps.add(
                    new Step(
                            "route",
                            "none takes it: 404, L7.NO_MATCHING_ROUTE",
                            "",
                            others(new ArrayList<>())));
            return "L7.NO_MATCHING_ROUTE";
        }
        steps.add(route(taker, config));
        if (refused != null) {
            steps.add(refusal("request", refused));
            return refused.code().id();
        }
        if (taker.route().action() instanceof Forward forward) {
            steps.add(head());
            steps.add(limits(forward, config));
            new UpstreamSteps(loaded, config, forward).addTo(steps);
        }
        return null;
    }

    private static Step refusal(String name, Fault fault) {
        String rule = fault.evidence().value("rule");
        return new Step(
                name,
                "refused with "
                        + fault.code().httpStatus()
                        + ", "
                        + fault.code().id()
                        + (rule == null ? "" : ": " + rule),
                "",
                List.of());
    }

    private Step route(RouteEntry taker, RouteConfig config) {
        List<String> details = new ArrayList<>();
        if (!question.target().startsWith(preview.path())) {
            details.add("the path is matched as " + preview.path());
        }
        String asks = String.join(", ", taker.conditionTexts());
        details.add(
                "takes "
                        + taker.host()
                        + " "
                        + taker.path()
                        + (asks.isEmpty() ? "" : " and " + asks));
        String label = taker.route().label();
        String origin = taker.route().origin();
        return new Step(
                "route",
                (label.equals(origin) ? "" : label + ": ") + ActionText.of(config),
                origin,
                others(details));
    }

    private List<String> others(List<String> details) {
        for (Preview.WhyNot each : preview.others()) {
            details.add("not " + each.where() + " " + each.what() + ": " + each.reason());
        }
        return details;
    }

    private Step head() {
        return new Step(
                "request",
                "as it is sent: + written by us, - taken away",
                "",
                preview.head().stream().map(RouteSteps::marked).toList());
    }

    private static String marked(Line line) {
        return switch (line.origin()) {
            case CLIENT -> "  " + line.text();
            case ADDED -> "+ " + line.text();
            case REMOVED -> "- " + line.text();
        };
    }

    private Step limits(Forward forward, RouteConfig config) {
        List<String> details = new ArrayList<>();
        var timers = forward.timers();
        for (var timer :
                List.of(
                        timers.response(),
                        timers.perTry(),
                        timers.total(),
                        timers.responseStall())) {
            if (timer != Timer.NONE) {
                details.add(timer.text());
            }
        }
        details.add(forward.bodyBytes().text());
        rate(details, preview.taker());
        details.add(
                "retries: %d tries in all, after %s (%s)"
                        .formatted(
                                forward.retries().attempts(),
                                String.join(
                                        ", ",
                                        forward.retries().on().stream()
                                                .map(RouteSteps::words)
                                                .sorted()
                                                .toList()),
                                loaded.origins().of(config, "retries")));
        return new Step("limits", "time, size and tries", "", details);
    }

    private static void rate(List<String> details, @Nullable RouteEntry taker) {
        RateLimit limit = taker == null ? null : taker.route().gate().limit();
        if (limit != null) {
            details.add(limit.text() + " by " + limit.by());
        }
    }

    private static String words(Enum<?> on) {
        return on.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
