package io.faultline.core.config.check;

import io.faultline.core.config.ProxyConfig;
import io.faultline.core.config.bind.Binding;
import io.faultline.core.config.bind.Damage;
import io.faultline.core.config.source.Location;
import io.faultline.core.config.source.Origins;
import io.faultline.core.config.source.Problems;
import io.faultline.core.config.upstream.UpstreamConfig;
import org.jspecify.annotations.Nullable;

/** Where a check looks up the place of a value, and where it puts what it found. */
public final class Findings {

    private final @Nullable ProxyConfig config;
    private final Origins origins;
    private final Damage damage;
    private final String name;
    private final Problems problems;

    Findings(Binding<ProxyConfig> binding, String name, Problems problems) {
        this.config = binding.value();
        this.origins = binding.origins();
        this.damage = binding.damage();
        this.name = name;
        this.problems = problems;
    }

    /** False when one of the components is not what the file says: its problem is already told. */
    public boolean isSound(Record owner, String... components) {
        for (String component : components) {
            if (damage.contains(owner, component)) {
                return false;
            }
        }
        return true;
    }

    /** Where the component is written, or its section if it is a default, or the file. */
    public Location at(Record owner, String component) {
        Location location = origins.locate(owner, component);
        return location == null ? at(owner) : location;
    }

    /** For two values that do not fit each other: the one that is written. */
    public Location at(Record owner, String component, String other) {
        return at(owner, isWritten(owner, component) ? component : other);
    }

    public Location at(Record section) {
        Location location = origins.locate(section);
        return location == null ? Location.ofFile(name) : location;
    }

    /** False for a default. */
    public boolean isWritten(Record owner, String component) {
        return origins.locate(owner, component) != null;
    }

    /** What a name in {@code upstreams} stands for; null where there is none, which is told already. */
    public @Nullable UpstreamConfig upstream(String name) {
        return config == null ? null : config.upstreams().get(name);
    }

    /** False once nobody will see another error: not worth looking for a suggestion. */
    public boolean hasRoom() {
        return problems.hasRoom();
    }

    /** Something is broken already: the whole cannot be judged, only its parts. */
    public boolean hasErrors() {
        return problems.hasErrors();
    }

    public void error(Location location, String message, Object... details) {
        problems.error(location, message.formatted(details));
    }

    public void warning(Location location, String message, Object... details) {
        problems.warning(location, message.formatted(details));
    }
}
