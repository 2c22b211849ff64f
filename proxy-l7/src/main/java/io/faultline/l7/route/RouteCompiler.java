package io.faultline.l7.route;

import io.faultline.core.config.source.Origins;
import io.faultline.l7.config.HttpConfig;
import io.faultline.l7.config.route.MatchConfig;
import io.faultline.l7.config.route.RouteConfig;
import io.faultline.l7.config.route.ValueMatchConfig;
import io.faultline.l7.regex.RegexSyntaxException;
import io.faultline.l7.route.action.ActionCompiler;
import io.faultline.l7.route.gate.GateCompiler;
import io.faultline.l7.route.match.ClientCondition;
import io.faultline.l7.route.match.Condition;
import io.faultline.l7.route.match.HeaderCondition;
import io.faultline.l7.route.match.HostPattern;
import io.faultline.l7.route.match.MethodCondition;
import io.faultline.l7.route.match.PathPattern;
import io.faultline.l7.route.match.QueryCondition;
import io.faultline.l7.route.match.ValueTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes of a checked configuration what requests are compared with. */
final class RouteCompiler {

    private final HttpConfig config;
    private final Origins origins;
    private final ActionCompiler actions;
    private final GateCompiler gates;

    RouteCompiler(HttpConfig config, GateCompiler gates) {
        this.config = config;
        this.gates = gates;
        origins = gates.origins();
        actions = new ActionCompiler(config, origins);
    }

    /** In the order in which they are tried. */
    List<RouteEntry> entries() {
        List<RouteEntry> entries = new ArrayList<>();
        int place = 0;
        for (RouteConfig each : config.routes()) {
            MatchConfig match = each.match();
            PathPattern path = path(match);
            List<Condition> conditions = conditions(match);
            Route route = route(each, path);
            for (HostPattern host : hosts(match)) {
                entries.add(new RouteEntry(host, path, conditions, place, route));
            }
            place++;
        }
        entries.sort(RouteEntry.ORDER);
        return List.copyOf(entries);
    }

    private static List<HostPattern> hosts(MatchConfig match) {
        List<HostPattern> hosts = new ArrayList<>();
        if (match.host() != null) {
            hosts.add(HostPattern.parse(match.host()));
        }
        match.hosts().forEach(host -> hosts.add(HostPattern.parse(host)));
        return hosts.isEmpty() ? List.of(HostPattern.ANY) : hosts;
    }

    private static PathPattern path(MatchConfig match) {
        if (match.pathExact() != null) {
            return PathPattern.exact(match.pathExact());
        }
        if (match.pathRegex() != null) {
            try {
                return PathPattern.regex(match.pathRegex());
            } catch (RegexSyntaxException invalid) {
                throw new IllegalStateException("the checks let it pass", invalid);
            }
        }
        return match.path() == null ? PathPattern.ANY : PathPattern.prefix(match.path());
    }

    private static List<Condition> conditions(MatchConfig match) {
        List<Condition> conditions = new ArrayList<>();
        List<String> methods = new ArrayList<>(match.methods());
        if (match.method() != null) {
            methods.add(match.method());
        }
        if (!methods.isEmpty()) {
            conditions.add(new MethodCondition(methods));
        }
        if (!match.clients().isEmpty()) {
            conditions.add(new ClientCondition(match.clients()));
        }
        try {
            for (Map.Entry<String, ValueMatchConfig> each : match.headers().entrySet()) {
                conditions.add(new HeaderCondition(each.getKey(), ValueTest.of(each.getValue())));
            }
            for (Map.Entry<String, ValueMatchConfig> each : match.query().entrySet()) {
                conditions.add(new QueryCondition(each.getKey(), ValueTest.of(each.getValue())));
            }
        } catch (RegexSyntaxException invalid) {
            throw new IllegalStateException("the checks let it pass", invalid);
        }
        return List.copyOf(conditions);
    }

    private Route route(RouteConfig route, PathPattern path) {
        String origin = origins.of(route);
        String name = route.name();
        return new Route(
                name == null ? origin : name,
                origin,
                actions.action(route, path),
                gates.of(route),
                actions.edits(route.requestHeaders()),
                actions.edits(route.responseHeaders()));
    }
}
