package io.faultline.benchmarks.result;

/**
 * A line of the report: one question, put to everybody.
 *
 * @param id such as {@code http/browser}; stable, runs are compared by it
 * @param x where it stands on a scale, for what grows; 0 elsewhere
 * @param command how the load was made
 */
public record RowInfo(String id, String title, Unit unit, double x, String command) {

    /**
     * @param name of one piece of work, such as {@code request}
     * @param size how many units of the generator are one
     * @param cost in what CPU time is told: {@code us} or {@code s}
     */
    public record Unit(String name, double size, String cost) {

        public static final Unit REQUEST = new Unit("request", 1, "us");
        public static final Unit GIGABYTE = new Unit("GB", 1e9, "s");
        public static final Unit ROUND_TRIP = new Unit("round trip", 1, "us");
        public static final Unit CONNECTION = new Unit("connection", 1, "us");
        public static final Unit SECOND = new Unit("second", 1, "us");
        public static final Unit OPERATION = new Unit("operation", 1, "us");

        /** Seconds of CPU as they are told. */
        public double scale() {
            return cost.equals("us") ? 1e6 : 1;
        }
    }

    public static RowInfo of(String id, String title, Unit unit, String command) {
        return new RowInfo(id, title, unit, 0, command);
    }

    /** The part of the id before its last slash. */
    public String group() {
        return id.substring(0, id.lastIndexOf('/'));
    }
}
