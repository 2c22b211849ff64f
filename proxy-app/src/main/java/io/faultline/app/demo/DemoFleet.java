package io.faultline.app.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The demo's three origins. */
final class DemoFleet implements AutoCloseable {

    static final List<String> NAMES = List.of("alpha", "beta", "gamma");

    private final List<DemoOrigin> origins = new ArrayList<>();

    static DemoFleet start(DemoPorts ports) throws IOException {
        var fleet = new DemoFleet();
        for (int i = 0; i < NAMES.size(); i++) {
            var origin = new DemoOrigin(NAMES.get(i), ports.origin(i));
            fleet.origins.add(origin);
            origin.start();
        }
        return fleet;
    }

    Optional<DemoOrigin> find(String name) {
        return origins.stream().filter(origin -> origin.name().equals(name)).findFirst();
    }

    DemoOrigin named(String name) {
        return find(name).orElseThrow();
    }

    @Override
    public void close() {
        origins.forEach(DemoOrigin::close);
    }
}
