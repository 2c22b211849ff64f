package io.faultline.l7.route.action;

import io.faultline.core.config.source.Origins;
import io.faultline.l7.config.route.RetriesConfig;
import io.faultline.l7.config.route.RetriesConfig.On;
import java.util.EnumSet;
import java.util.Set;

/**
 * When a request is tried again.
 *
 * @param attempts tries in all, the first included
 * @param budgetPercent at most this share of an upstream's running requests are retries
 * @param budgetMin so many retries may always run
 * @param budget the two as configured and where, for the evidence of a retry that was refused
 * @param maxReplayBytes how much of a body is kept to be sent again
 */
public record Retries(
        int attempts,
        Set<On> on,
        int budgetPercent,
        int budgetMin,
        String budget,
        long maxReplayBytes) {

    private static final Set<On> USUAL = EnumSet.of(On.CONNECT_FAILURE, On.RESET);

    static Retries of(RetriesConfig config, Origins origins) {
        return new Retries(
                config.attempts(),
                config.on().isEmpty() ? USUAL : EnumSet.copyOf(config.on()),
                config.budgetPercent(),
                config.budgetMin(),
                "route.retries.budgetPercent="
                        + config.budgetPercent()
                        + ", budgetMin="
                        + config.budgetMin()
                        + " ("
                        + origins.of(config)
                        + ")",
                config.maxReplayBytes().bytes());
    }

    /** Allocates nothing. */
    public boolean after(On failure) {
        return attempts > 1 && on.contains(failure);
    }

    /** Whether an answer with this status is worth another try. */
    public boolean afterStatus(int status) {
        return switch (status) {
            case 502 -> after(On.HTTP_502);
            case 503 -> after(On.HTTP_503);
            case 504 -> after(On.HTTP_504);
            default -> false;
        };
    }
}
