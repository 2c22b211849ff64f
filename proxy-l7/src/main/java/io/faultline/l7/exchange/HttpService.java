package io.faultline.l7.exchange;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.connection.DownstreamConnection;
import io.faultline.core.connection.ListenerScope;
import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.Fault;
import io.faultline.core.spi.ProtocolContext;
import io.faultline.core.upstream.Endpoint;
import io.faultline.core.upstream.connect.WorkerUpstream;
import io.faultline.core.worker.Worker;
import io.faultline.l7.config.HttpConfig;
import io.faultline.l7.http1.HeadLimits;
import io.faultline.l7.http2.hpack.HpackBlock;
import io.faultline.l7.limit.HttpLimits;
import io.faultline.l7.limit.HttpTimers;
import io.faultline.l7.message.Fields;
import io.faultline.l7.message.RequestHead;
import io.faultline.l7.page.ErrorPages;
import io.faultline.l7.path.PathNormalizer;
import io.faultline.l7.path.PathNormalizer.Outcome;
import io.faultline.l7.regex.Captures;
import io.faultline.l7.route.Route;
import io.faultline.l7.route.RouteTable;
import io.faultline.l7.route.action.Forward;
import io.faultline.l7.route.action.Rewrite;
import io.faultline.l7.route.action.Sticky;
import io.faultline.l7.sticky.StickySessions;
import io.faultline.l7.upstream.PooledUpstream;
import io.faultline.l7.wire.Outbox;
import java.util.ArrayDeque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What all exchanges of one listener share on one worker. On the worker's loop only. */
public final class HttpService {

    private static final int SPARE_DRIVERS = 256;

    private final ProtocolContext context;
    private final Worker worker;
    private final HttpWorker shared;
    private final RouteTable routes;
    private final PathNormalizer paths;
    private final HttpTimers timers;
    private final HttpLimits limits;
    private final HeadLimits headLimits;
    private final RequestFields requestFields;
    private final OwnAnswers answers;
    private final byte[] pseudonym;
    private final Admission admission;
    private final Diagnostics diagnostics;
    private final Fields noTrailers = new Fields();
    private final Captures captures = new Captures();
    private final Map<Forward, PooledUpstream[]> upstreams = new IdentityHashMap<>();
    private final Map<Forward, StickySessions> sticky = new IdentityHashMap<>();
    private final ArrayDeque<ExchangeDriver> spare = new ArrayDeque<>();
    private @Nullable HttpService successor;
    private long randomState = ThreadLocalRandom.current().nextLong();

    public HttpService(
            HttpConfig config,
            RouteTable routes,
            ProtocolContext context,
            HttpWorker shared,
            byte[] pseudonym) {
        this.shared = shared;
        this.context = context;
        this.worker = context.worker();
        this.routes = routes;
        this.paths = new PathNormalizer(config.encodedSlash());
        this.timers = HttpTimers.of(config.timeouts(), context.origins());
        this.limits = HttpLimits.of(config.limits(), context.origins());
        this.headLimits =
                new HeadLimits(
                        (int) limits.headBytes().most(),
                        (int) limits.headers().most(),
                        (int) limits.uriBytes().most());
        this.pseudonym = pseudonym;
        this.admission = new Admission(this);
        this.diagnostics = new Diagnostics(config, pseudonym);
        this.requestFields = new RequestFields(config, this);
        this.answers = new OwnAnswers(this, ErrorPages.of(config.errorPages(), context.origins()));
    }

    public Worker worker() {
        return worker;
    }

    public Outbox outbox() {
        return shared.outbox();
    }

    /** Where header blocks are put together. */
    public HpackBlock hpackBlock() {
        return shared.hpackBlock();
    }

    public HttpTimers timers() {
        return timers;
    }

    public HttpLimits limits() {
        return limits;
    }

    public HeadLimits headLimits() {
        return headLimits;
    }

    public Fields noTrailers() {
        return noTrailers;
    }

    long generation() {
        return context.generation();
    }

    RouteTable routes() {
        return routes;
    }

    /** What this listener is called on the way of a message. */
    byte[] pseudonym() {
        return pseudonym;
    }

    Admission admission() {
        return admission;
    }

    Diagnostics diagnostics() {
        return diagnostics;
    }

    public OwnAnswers answers() {
        return answers;
    }

    /** Brings the path into the one form that is matched and forwarded, or says why it has none. */
    @Nullable Fault normalise(RequestHead request) {
        return refused(paths.normalize(request), request);
    }

    /** Why nobody would look for a route, or null; brings the path into the form that is matched. */
    public @Nullable Fault refusal(RequestHead request) {
        return admission.refusal(request);
    }

    /** Makes of the client's request the one that endpoints get, or says why it cannot be. */
    public @Nullable Fault prepare(ClientStream client, Route route, Forward to) {
        RequestHead request = client.request();
        if (request.bodyLength() > to.bodyBytes().most()) {
            return ExchangeFaults.tooLarge(to.bodyBytes(), request.bodyLength());
        }
        requestFields.apply(client, route);
        Rewrite rewrite = to.rewrite();
        return rewrite == null ? null : refused(rewrite.apply(request, paths, captures), request);
    }

    private static @Nullable Fault refused(Outcome outcome, RequestHead request) {
        return outcome.isRejected()
                ? Fault.of(ApplicationFault.BAD_REQUEST, Side.CLIENT, Stage.REQUEST)
                        .with("rule", outcome.rule())
                        .with("path", request.pathText())
                : null;
    }

    Captures captures() {
        return captures;
    }

    /** The way to one of a route's upstreams. */
    PooledUpstream upstream(Forward to, int index) {
        PooledUpstream[] known = upstreams.get(to);
        if (known == null) {
            known = new PooledUpstream[to.split().size()];
            upstreams.put(to, known);
        }
        PooledUpstream upstream = known[index];
        if (upstream == null) {
            upstream = shared.pooled(context.upstream(to.split().upstream(index)), headLimits);
            known[index] = upstream;
        }
        return upstream;
    }

    /** The clients that a route keeps on their endpoints, or null where it keeps none. */
    @Nullable StickySessions sticky(Forward to) {
        Sticky rules = to.sticky();
        if (rules == null) {
            return null;
        }
        StickySessions known = sticky.get(to);
        if (known == null) {
            List<PooledUpstream> parts =
                    IntStream.range(0, to.split().size()).mapToObj(i -> upstream(to, i)).toList();
            known = new StickySessions(rules, to.split(), parts);
            sticky.put(to, known);
        }
        return known;
    }

    /** Another configuration is in force: what begins from now on is served by its rules. */
    public void succeededBy(HttpService next) {
        successor = next;
    }

    /** Of those in force: connections that are open go over to them from one request to the next. */
    public ExchangeDriver takeDriver() {
        HttpService next = successor;
        return next == null ? takeOwnDriver() : inForceAfter(next).takeOwnDriver();
    }

    private HttpService inForceAfter(HttpService next) {
        HttpService latest = next;
        while (latest.successor != null) {
            latest = latest.successor;
        }
        successor = latest; // those between need not be kept
        return latest;
    }

    private ExchangeDriver takeOwnDriver() {
        ExchangeDriver driver = spare.pollLast();
        return driver == null ? new ExchangeDriver(this) : driver;
    }

    void giveBack(ExchangeDriver driver) {
        if (spare.size() < SPARE_DRIVERS) {
            spare.addLast(driver);
        }
    }

    /** Good enough to spread load and to name requests; not for secrets. SplitMix64. */
    long random() {
        randomState += 0x9e37_79b9_7f4a_7c15L;
        long z = randomState;
        z = (z ^ z >>> 30) * 0xbf58_476d_1ce4_e5b9L;
        z = (z ^ z >>> 27) * 0x94d0_49bb_1331_11ebL;
        return z ^ z >>> 31;
    }

    void record(
            Fault fault,
            DownstreamConnection client,
            @Nullable WorkerUpstream upstream,
            @Nullable Endpoint endpoint) {
        ListenerScope scope = client.scope();
        if (upstream == null) {
            scope.faults().record(fault, scope.faultScope(), null, client.id());
        } else {
            String name = null;
            if (endpoint != null) {
                name = endpoint.name();
                endpoint.exchangeFailed(fault);
            }
            upstream.faults().record(fault, upstream.faultScope(), name, client.id());
        }
    }
}
