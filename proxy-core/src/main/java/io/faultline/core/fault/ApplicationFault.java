package io.faultline.core.fault;

import static io.faultline.core.fault.Retry.ALWAYS;
import static io.faultline.core.fault.Retry.IF_UNSENT;

/** What can break on L7: names, HTTP, and our own policy about requests. */
public enum ApplicationFault implements FaultCode {
    DNS_TIMEOUT(
            dns(
                    "L7.DNS_TIMEOUT",
                    "The resolver did not answer in time; the last good answer stays in use.",
                    504,
                    "dns_timeout")),
    DNS_NXDOMAIN(
            dns(
                    "L7.DNS_NXDOMAIN",
                    "The resolver says that the name does not exist; the last good answer stays in"
                            + " use.",
                    502,
                    "dns_error")),
    DNS_SERVFAIL(
            dns(
                    "L7.DNS_SERVFAIL",
                    "The resolver answered with an error (SERVFAIL, REFUSED, ...); the last good"
                            + " answer stays in use.",
                    502,
                    "dns_error")),
    DNS_EMPTY(
            dns(
                    "L7.DNS_EMPTY",
                    "The name exists but has no address of the family we asked for; the last good"
                            + " answer stays in use.",
                    502,
                    "dns_error")),
    BAD_REQUEST(
            request(
                    "L7.BAD_REQUEST",
                    "The request breaks a rule of HTTP; the evidence cites it by RFC section.",
                    400)),
    AMBIGUOUS_FRAMING(
            request(
                    "L7.AMBIGUOUS_FRAMING",
                    "The request's length can be read in two ways (Content-Length against"
                            + " Transfer-Encoding and its kin): refused, never guessed.",
                    400)),
    HEAD_TOO_LARGE(
            request(
                    "L7.HEAD_TOO_LARGE",
                    "The request head is larger than our limit; the evidence has limit, size and file"
                            + " and line.",
                    431)),
    TOO_MANY_HEADERS(
            request(
                    "L7.TOO_MANY_HEADERS",
                    "The request has more header fields than our limit; the evidence has both and"
                            + " file and line.",
                    431)),
    URI_TOO_LONG(
            request(
                    "L7.URI_TOO_LONG",
                    "The request target is longer than our limit; the evidence has limit, size and"
                            + " file and line.",
                    414)),
    BODY_TOO_LARGE(
            request(
                    "L7.BODY_TOO_LARGE",
                    "The request body is larger than our limit; the evidence has limit, size and file"
                            + " and line.",
                    413)),
    REQUEST_TIMEOUT(
            request(
                    "L7.REQUEST_TIMEOUT",
                    "The client did not finish its request head in time: slow, stuck, or a slow-loris"
                            + " attack.",
                    408)),
    BODY_STALLED(
            request(
                    "L7.BODY_STALLED",
                    "The client sends its request body slower than our minimum rate.",
                    408)),
    ABUSE(
            FaultSpec.of(
                            "L7.ABUSE",
                            "A client of HTTP/2 does too often what costs it little and us much (reset"
                                    + " streams, empty or endless frames, answers it does not read): its"
                                    + " connection was closed, the others are served.")
                    .closed("http_request_error")
                    .look(
                            "curl -s http://ADMIN/faults  # what it did, and the limit with its file and line",
                            "tcpdump -ni any 'src host ADDRESS and tcp dst port PORT' -c 50"
                                    + "  # is it one address, or many that act alike")),
    NO_MATCHING_ROUTE(
            FaultSpec.of(
                            "L7.NO_MATCHING_ROUTE",
                            "No route of the listener matches the request's host and path.")
                    .answered(404, "destination_not_found")
                    .look(
                            "curl -s http://ADMIN/config  # the routes in force, in order",
                            "curl -sv -H 'Host: NAME' http://ADDRESS:PORT/PATH  # the same request by hand")),
    BAD_RESPONSE(
            FaultSpec.of(
                            "L7.BAD_RESPONSE",
                            "What the upstream sent is not HTTP, or breaks its framing; the evidence"
                                    + " has the first bytes.")
                    .answered(502, "http_protocol_error")
                    .look(
                            "curl -sv --http1.1 http://ADDRESS:PORT/PATH  # what it sends by hand",
                            "nc -v ADDRESS PORT  # does it greet: another protocol on that port")),
    RESPONSE_TIMEOUT(
            FaultSpec.of(
                            "L7.RESPONSE_TIMEOUT",
                            "The request was delivered and acknowledged, and the application stays"
                                    + " silent: it is slow, blocked, or waits for something behind it.")
                    .answered(504, "http_response_timeout")
                    .look(
                            "curl -s -o /dev/null -w '%{time_connect} %{time_starttransfer}\\n' http://ADDRESS:PORT/PATH"
                                    + "  # fast connect, late first byte",
                            "ss -tn 'sport = :PORT'  # on the endpoint: Recv-Q above 0 means the application does not read",
                            "jcmd PID Thread.print  # on the endpoint: what it waits for")),
    RESPONSE_INCOMPLETE(
            FaultSpec.of(
                            "L7.RESPONSE_INCOMPLETE",
                            "The response ended before its declared length: the client gets an aborted"
                                    + " connection, never a short answer that looks whole.")
                    .closed("http_response_incomplete")
                    .look(
                            "curl -sv -o /dev/null http://ADDRESS:PORT/PATH  # 'transfer closed with N bytes remaining'",
                            "journalctl -u SERVICE --since -5min  # on the endpoint: crash while it answered")),
    UPSTREAM_ERROR(
            FaultSpec.of(
                            "L7.UPSTREAM_ERROR",
                            "The application itself answered with an error: a 5xx that was passed on, or a"
                                    + " health check's status or body that is not the expected one. What"
                                    + " broke is above L4, inside or behind the application.")
                    .look(
                            "journalctl -u SERVICE --since -5min  # on the endpoint: its own log",
                            "curl -sv http://ADDRESS:PORT/PATH  # the same answer by hand")),
    STREAM_REFUSED(
            FaultSpec.of(
                            "L7.STREAM_REFUSED",
                            "The upstream refused the HTTP/2 stream before it did anything with it"
                                    + " (REFUSED_STREAM): usually its stream limit.")
                    .answered(502, "http_protocol_error")
                    .retried(ALWAYS)
                    .look(
                            "nghttp -nv http://ADDRESS:PORT/PATH  # SETTINGS_MAX_CONCURRENT_STREAMS")),
    GOAWAY(
            FaultSpec.of(
                            "L7.GOAWAY",
                            "The upstream is leaving (HTTP/2 GOAWAY) and says it did not process this"
                                    + " stream.")
                    .answered(502, "http_protocol_error")
                    .retried(ALWAYS)
                    .look(
                            "nghttp -nv http://ADDRESS:PORT/PATH  # the GOAWAY's error code and debug data",
                            "journalctl -u SERVICE --since -5min  # on the endpoint: restart, or a limit per connection")),
    STREAM_RESET(
            FaultSpec.of(
                            "L7.STREAM_RESET",
                            "The upstream gave up the HTTP/2 stream (RST_STREAM) before it answered; the"
                                    + " evidence has the error code it gave.")
                    .answered(502, "http_protocol_error")
                    .retried(IF_UNSENT)
                    .look(
                            "nghttp -nv http://ADDRESS:PORT/PATH  # the same stream by hand",
                            "journalctl -u SERVICE --since -5min  # on the endpoint: what it gave up, and why")),
    RATE_LIMITED(
            policy(
                    "L7.RATE_LIMITED",
                    "A rate limit of ours refused the request; the evidence names the limit, its file"
                            + " and line, and when to come back.",
                    429)),
    FORBIDDEN(
            policy(
                    "L7.FORBIDDEN",
                    "The firewall of the route forbids this request to this address; the evidence names"
                            + " the rule and its file and line.",
                    403)),
    CIRCUIT_OPEN(
            FaultSpec.of(
                            "L7.CIRCUIT_OPEN",
                            "The upstream failed so often that our circuit breaker refuses requests for now;"
                                    + " the evidence says what opened it.")
                    .answered(503, "http_request_denied")
                    .look(
                            "faultline diagnose upstream/NAME/PATH  # what is wrong with it now",
                            "curl -s http://ADMIN/faults  # the faults that came before")),
    OVERLOADED(
            FaultSpec.of(
                            "L7.OVERLOADED",
                            "We refuse work to stay alive: too many requests are in flight; the evidence"
                                    + " names the cap and its file and line.")
                    .answered(503, "http_request_denied")
                    .look(
                            "curl -s http://ADMIN/saturation  # how full it is, how fast it grows, what else is full",
                            "curl -s http://ADMIN/upstreams  # which endpoints hold the requests")),
    UPGRADE_REFUSED(
            FaultSpec.of(
                            "L7.UPGRADE_REFUSED",
                            "The client asked for an upgrade (WebSocket, ...) and the upstream did not"
                                    + " answer 101.")
                    .answered(502, "http_upgrade_failed")
                    .look(
                            "curl -sv --http1.1 -H 'Connection: Upgrade' -H 'Upgrade: websocket'"
                                    + " -H 'Sec-WebSocket-Version: 13' -H 'Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg=='"
                                    + " http://ADDRESS:PORT/PATH")),
    CLIENT_ABORT(
            FaultSpec.of(
                            "L7.CLIENT_ABORT",
                            "The client left before it had its answer (499 in the access log); never"
                                    + " counted against the upstream.")
                    .look(
                            "curl -s http://ADMIN/metrics | grep duration  # clients that leave often wait too long",
                            "tcpdump -ni any 'src host ADDRESS and tcp[tcpflags] & (tcp-fin|tcp-rst) != 0'"
                                    + "  # after how many seconds: whose timeout")),
    LOOP(
            FaultSpec.of(
                            "L7.LOOP",
                            "The request carries our own Via: it has come back to us through another"
                                    + " proxy, or an endpoint is ourselves.")
                    .answered(508, "proxy_loop_detected")
                    .look(
                            "curl -s http://ADMIN/upstreams  # does an endpoint point back at a listener of ours",
                            "dig +short NAME  # does the name resolve to us")),
    INTERNAL(
            FaultSpec.of(
                            "L7.INTERNAL",
                            "A bug of ours, or an error we have no name for: the answer has an error"
                                    + " id, the stack trace stands in our log only.")
                    .answered(500, "proxy_internal_error")
                    .look(
                            "journalctl -u faultline | grep ERROR_ID  # the stack trace",
                            "faultline version  # for the report"));

    private final FaultSpec spec;

    ApplicationFault(FaultSpec spec) {
        this.spec = spec;
    }

    @Override
    public FaultSpec spec() {
        return spec;
    }

    private static FaultSpec dns(String id, String meaning, int status, String token) {
        return FaultSpec.of(id, meaning)
                .answered(status, token)
                .retried(ALWAYS)
                .look(
                        "dig @RESOLVER NAME A  # the status in the header, and how long it takes",
                        "dig @RESOLVER NAME AAAA",
                        "dig +trace NAME  # which authority fails",
                        "cat /etc/resolv.conf  # which resolver we ask");
    }

    private static FaultSpec request(String id, String meaning, int status) {
        return FaultSpec.of(id, meaning)
                .answered(status, "http_request_error")
                .look(
                        "curl -s http://ADMIN/faults  # the rule or limit in the evidence",
                        "tcpdump -nAi any 'src host ADDRESS and tcp dst port PORT' -c 20"
                                + "  # what the client really sends");
    }

    private static FaultSpec policy(String id, String meaning, int status) {
        return FaultSpec.of(id, meaning)
                .answered(status, "http_request_denied")
                .look(
                        "curl -s http://ADMIN/faults  # the filter in the evidence",
                        "curl -s http://ADMIN/config  # its settings in force");
    }
}
