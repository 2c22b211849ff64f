package io.faultline.benchmarks.plan;

import io.faultline.benchmarks.drive.Drive;
import io.faultline.benchmarks.drive.Traffic;
import io.faultline.benchmarks.peers.Contender;
import io.faultline.benchmarks.peers.Service;
import io.faultline.benchmarks.peers.Shape;
import io.faultline.benchmarks.proc.CpuList;
import io.faultline.benchmarks.result.RowInfo.Unit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * What a request costs when there is more of something. Each kind is a section of its own; its points take turns, so that no point had the better
 * minute.
 */
final class Growth {

    private static final int CONNECTIONS = 64;
    private static final double CALM_PER_SECOND = 5_000;

    private final Field field;

    Growth(Field field) {
        this.field = field;
    }

    List<Section> sections() {
        List<Section> sections = new ArrayList<>();
        sections.add(shared("connections", points(10, 100, 1_000, 10_000), this::paced));
        sections.add(shared("body", points(100, 1_000, 10_000, 100_000, 1_000_000), this::ofSize));
        sections.add(
                shaped("routes", points(10, 100, 1_000, 10_000), Shape.PLAIN::withRoutes, false));
        sections.add(
                shaped(
                        "endpoints",
                        points(10, 100, 1_000, 10_000),
                        count -> Shape.PLAIN.withEndpoints(count, "source-hash"),
                        true));
        sections.add(
                shaped(
                        "endpoints-all-used",
                        points(10, 100, 1_000, 4_000),
                        count -> Shape.PLAIN.withEndpoints(count, "round-robin"),
                        true));
        sections.add(cores());
        return sections;
    }

    /** In a quick run only the ends. */
    private List<Integer> points(int... all) {
        List<Integer> points = new ArrayList<>();
        for (int i = 0; i < all.length; i++) {
            if (field.full() || i == 0 || i == all.length - 1) {
                points.add(all[i]);
            }
        }
        return points;
    }

    /** The same processes under different load. */
    private Section shared(String kind, List<Integer> points, IntFunction<Drive> drive) {
        var starts =
                field.contenders().stream()
                        .filter(each -> field.main().contains(each.name()))
                        .map(each -> Start.of(each, Service.HTTP, field.cores()))
                        .toList();
        return new Grown(kind, starts, points, drive, point -> field.main());
    }

    /** The same load on differently configured processes. */
    private Section shaped(
            String kind, List<Integer> points, IntFunction<Shape> shape, boolean everywhere) {
        List<Start> starts = new ArrayList<>();
        for (int point : points) {
            starts.add(
                    new Start(
                            kind + point,
                            field.faultline().shaped(shape.apply(point)),
                            Service.HTTP,
                            field.cores().proxy(),
                            everywhere));
        }
        return new Grown(kind, starts, points, point -> steady(), point -> List.of(kind + point));
    }

    private Section cores() {
        int all = Runtime.getRuntime().availableProcessors();
        List<Integer> points = new ArrayList<>();
        List<Start> starts = new ArrayList<>();
        for (int count = 1;
                count <= all;
                count = count < all ? Math.min(all, count * 2) : all + 1) {
            points.add(count);
            var cpus = new CpuList(count == 1 ? "0" : "0-" + (count - 1));
            for (var contender : field.contenders()) {
                if (field.main().contains(contender.name())) {
                    starts.add(
                            new Start(key(contender, count), contender, Service.HTTP, cpus, false));
                }
            }
        }
        return new Grown("cores", starts, points, point -> steady(), point -> keys(starts, point));
    }

    private static String key(Contender contender, int cores) {
        return contender.name() + "-on-" + cores;
    }

    private static List<String> keys(List<Start> starts, int cores) {
        return starts.stream().map(Start::key).filter(key -> key.endsWith("-on-" + cores)).toList();
    }

    private Drive paced(int connections) {
        return field.rig().paced("http", connections, () -> CALM_PER_SECOND);
    }

    private Drive ofSize(int bytes) {
        return wrk(Traffic.ofBytes(bytes));
    }

    private Drive steady() {
        return wrk(Traffic.small());
    }

    private Drive wrk(Traffic traffic) {
        try {
            Optional<Drive> wrk = field.rig().wrk(traffic, CONNECTIONS, false);
            return wrk.orElseGet(() -> field.rig().plain(traffic, CONNECTIONS));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** One kind of growth. */
    private final class Grown implements Section {

        private final String kind;
        private final List<Start> starts;
        private final List<Integer> points;
        private final IntFunction<Drive> drive;
        private final Function<Integer, List<String>> who;

        Grown(
                String kind,
                List<Start> starts,
                List<Integer> points,
                IntFunction<Drive> drive,
                Function<Integer, List<String>> who) {
            this.kind = kind;
            this.starts = starts;
            this.points = points;
            this.drive = drive;
            this.who = who;
        }

        @Override
        public String title() {
            return "growth of " + kind;
        }

        @Override
        public List<Start> starts() {
            return starts;
        }

        @Override
        public List<Block> blocks() {
            var rows = new Rows(field.cores(), block -> {});
            List<Asked> asked = new ArrayList<>();
            for (int point : points) {
                asked.add(
                        rows.asked(
                                "growth/" + kind + "/" + point,
                                String.format(Locale.ROOT, "%,d %s", point, kind),
                                Unit.REQUEST,
                                point,
                                drive.apply(point),
                                who.apply(point)));
            }
            return List.of(Block.of(asked));
        }
    }
}
