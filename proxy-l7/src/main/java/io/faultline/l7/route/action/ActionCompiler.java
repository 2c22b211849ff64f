package io.faultline.l7.route.action;

import io.faultline.core.config.source.Origins;
import io.faultline.l7.config.HttpConfig;
import io.faultline.l7.config.route.HeaderEditsConfig;
import io.faultline.l7.config.route.RedirectConfig;
import io.faultline.l7.config.route.RedirectConfig.Scheme;
import io.faultline.l7.config.route.RewriteConfig;
import io.faultline.l7.config.route.RouteConfig;
import io.faultline.l7.limit.HttpLimits;
import io.faultline.l7.limit.HttpTimers;
import io.faultline.l7.limit.Limit;
import io.faultline.l7.limit.RouteTimers;
import io.faultline.l7.route.match.PathPattern;
import org.jspecify.annotations.Nullable;

/** Makes of a checked configuration what is done with requests. */
public final class ActionCompiler {

    private final Origins origins;
    private final HttpLimits limits;
    private final HttpTimers timers;

    public ActionCompiler(HttpConfig config, Origins origins) {
        this.origins = origins;
        limits = HttpLimits.of(config.limits(), origins);
        timers = HttpTimers.of(config.timeouts(), origins);
    }

    /** What the route says about the fields of a message. */
    public HeaderEdits edits(@Nullable HeaderEditsConfig config) {
        return HeaderEdits.of(config);
    }

    /**
     * What the route does.
     *
     * @param path what it matches: rewrites swap its prefix and take its groups
     */
    public Action action(RouteConfig route, PathPattern path) {
        if (route.redirect() != null) {
            return redirect(route.redirect(), path);
        }
        if (route.respond() != null) {
            return Respond.of(route.respond());
        }
        String to = route.to();
        return new Forward(
                to == null ? Split.of(route.split()) : Split.of(to),
                RequestKey.of(route.splitBy()),
                rewrite(route.rewrite(), path),
                RouteTimers.of(route.timeouts(), timers, origins),
                route.maxBodyBytes() == null
                        ? limits.bodyBytes()
                        : Limit.orNone(
                                "route.maxBodyBytes",
                                route.maxBodyBytes(),
                                origins.of(route, "maxBodyBytes")),
                Retries.of(route.retries(), origins),
                Sticky.of(route.sticky()),
                RequestKey.of(route.hash()));
    }

    private static @Nullable Rewrite rewrite(@Nullable RewriteConfig rewrite, PathPattern path) {
        if (rewrite == null) {
            return null;
        }
        PathTarget target = null;
        if (rewrite.pathPrefix() != null) {
            target = PathTarget.swapping(rewrite.pathPrefix(), path.text().length());
        } else if (rewrite.path() != null) {
            target = PathTarget.whole(rewrite.path(), path.regex());
        }
        return new Rewrite(target, rewrite.host());
    }

    private static Redirect redirect(RedirectConfig redirect, PathPattern path) {
        String to = redirect.to();
        if (to == null) {
            Scheme scheme = redirect.scheme();
            return Redirect.elsewhere(
                    redirect.status(),
                    scheme == null ? null : scheme == Scheme.HTTPS,
                    redirect.host(),
                    redirect.port(),
                    redirect.keepQuery());
        }
        return Redirect.to(
                redirect.status(),
                redirect.keepPath()
                        ? PathTarget.keeping(to, path.text().length())
                        : PathTarget.whole(to, path.regex()),
                to.indexOf('?') >= 0,
                redirect.keepQuery());
    }
}
