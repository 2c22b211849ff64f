package io.faultline.app.dashboard.picture;

/**
 * One column of the map: whose fault it is.
 *
 * @param kind what stands there
 * @param name an upstream's; or what a reader calls the others
 */
public record Column(Kind kind, String name) {

    public static final Column CLIENTS = new Column(Kind.CLIENTS, "clients");
    public static final Column PROXY = new Column(Kind.PROXY, "this proxy");
    public static final Column OTHERS = new Column(Kind.OTHERS, "others");

    /** Whose. */
    public enum Kind {
        CLIENTS, // those who connect to us
        PROXY, // our own host and our own code
        UPSTREAM, // one of them
        OTHERS // all upstreams that have no column, together
    }

    static Column of(String upstream) {
        return new Column(Kind.UPSTREAM, upstream);
    }
}
