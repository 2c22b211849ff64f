package io.faultline.app.diagnose.target;

import io.faultline.core.config.source.Origins;
import io.faultline.core.config.upstream.UpstreamConfig;
import io.faultline.core.config.value.HostPort;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be tried, by whose settings.
 *
 * @param about in words, for the head of the report
 * @param upstream its name, or "" where no configuration names one
 * @param places the endpoints
 * @param ask null where HTTP is not spoken, or nobody knows whether it is
 * @param configFile relative paths of certificates start beside it
 * @param judge who judges certificates, in words
 */
public record Plan(
        String about,
        String upstream,
        UpstreamConfig config,
        Origins origins,
        Path configFile,
        List<HostPort> places,
        @Nullable Ask ask,
        String judge) {

    public Plan {
        places = List.copyOf(places);
    }
}
