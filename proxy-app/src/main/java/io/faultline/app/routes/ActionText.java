package io.faultline.app.routes;

import io.faultline.l7.config.route.RedirectConfig;
import io.faultline.l7.config.route.RouteConfig;
import io.faultline.l7.config.route.SplitTargetConfig;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a route does with a request, in a few words. */
public final class ActionText {

    private ActionText() {}

    public static String of(RouteConfig route) {
        if (route.redirect() != null) {
            return "redirect " + redirect(route.redirect());
        }
        if (route.respond() != null) {
            return "respond " + route.respond().status();
        }
        return route.to() != null ? "to " + route.to() : split(route.split());
    }

    private static String split(List<SplitTargetConfig> parts) {
        long sum = parts.stream().mapToLong(SplitTargetConfig::weight).sum();
        return parts.stream()
                .map(part -> "%s %.4g%%".formatted(part.to(), 100.0 * part.weight() / sum))
                .collect(Collectors.joining(", ", "split ", ""))
                .replaceAll("\\.0+%", "%");
    }

    private static String redirect(RedirectConfig redirect) {
        if (redirect.to() != null) {
            return redirect.status() + " " + redirect.to() + (redirect.keepPath() ? "/..." : "");
        }
        String scheme =
                redirect.scheme() == null
                        ? ""
                        : redirect.scheme().name().toLowerCase(Locale.ROOT) + "://";
        return "%d %s%s"
                .formatted(
                        redirect.status(),
                        scheme,
                        redirect.host() == null ? "..." : redirect.host());
    }
}
