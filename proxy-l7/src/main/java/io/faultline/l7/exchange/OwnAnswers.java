package io.faultline.l7.exchange;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.Fault;
import io.faultline.core.wire.Chunk;
import io.faultline.l7.grpc.GrpcCall;
import io.faultline.l7.grpc.GrpcStatus;
import io.faultline.l7.message.Ascii;
import io.faultline.l7.message.Fields;
import io.faultline.l7.message.KnownField;
import io.faultline.l7.message.Method;
import io.faultline.l7.message.RequestHead;
import io.faultline.l7.message.ResponseHead;
import io.faultline.l7.page.ErrorPage;
import io.faultline.l7.page.ErrorPages;
import io.faultline.l7.route.Route;
import io.faultline.l7.route.action.Forward;
import io.faultline.l7.route.action.Redirect;
import io.faultline.l7.route.action.Respond;
import org.jspecify.annotations.Nullable;

/**
 * Answers that no endpoint gave. A client is told the layer that broke and the id under which everybody
 * who can help will find the rest in the logs; endpoints, addresses and rules are not its business.
 */
public final class OwnAnswers {

    private static final byte[] CONTENT_TYPE = Ascii.bytes("Content-Type");
    private static final byte[] CACHE_CONTROL = Ascii.bytes("Cache-Control");
    private static final byte[] NO_STORE = Ascii.bytes("no-store");
    private static final byte[] RETRY_AFTER = Ascii.bytes("Retry-After");
    private static final byte[] EMPTY = {};
    private static final byte[] ALLOW = Ascii.bytes("Allow");
    private static final byte[] ALLOWED =
            Ascii.bytes("GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE");
    private static final byte[] GRPC = Ascii.bytes("application/grpc");
    private static final byte[] GRPC_STATUS = Ascii.bytes("grpc-status");
    private static final byte[] GRPC_MESSAGE = Ascii.bytes("grpc-message");
    private static final int OK = 200;
    private static final int NO_STATUS = 500;
    private static final int BAD_GATEWAY = 502;
    private static final int NO_CONTENT = 204;
    private static final int METHOD_NOT_ALLOWED = 405;

    private final HttpService service;
    private final ErrorPages pages;
    private final ResponseHead head = new ResponseHead();

    OwnAnswers(HttpService service, ErrorPages pages) {
        this.service = service;
        this.pages = pages;
    }

    /** To a request that is refused; its {@link ClientStream#sendEnd end} is left to the caller. */
    public void refusal(ClientStream client, Fault fault) {
        fault(client, null, fault, null);
    }

    /**
     * What broke, in the form the client prefers. The exchange ends afterwards.
     *
     * @return what the answer's head said
     */
    Fields fault(
            ClientStream client,
            @Nullable Route route,
            Fault fault,
            @Nullable ExchangeRecord record) {
        if (GrpcCall.is(client.request())) {
            grpc(client, route, fault, record);
            return head.fields();
        }
        int status = status(fault);
        RequestHead request = client.request();
        ErrorPage page = pages.pick(status, request.fields());
        String id = request.fields().value(KnownField.X_REQUEST_ID);
        byte[] body = page.render(status, fault, id == null ? "-" : id);
        begin(status);
        head.fields().add(CONTENT_TYPE, page.contentType());
        head.fields().add(CACHE_CONTROL, NO_STORE);
        String retryAfter = fault.evidence().value("retryAfter");
        if (retryAfter != null) {
            head.fields().add(RETRY_AFTER, Ascii.bytes(retryAfter));
        }
        service.diagnostics().onOwn(client, head.fields(), fault, record);
        send(client, route, body);
        return head.fields();
    }

    /** Of codes that close a client's connection; the same thing met on the way to an endpoint is answered. */
    private static int status(Fault fault) {
        int status = fault.code().httpStatus();
        if (status != 0) {
            return status;
        }
        boolean onTheWay = fault.side() == Side.UPSTREAM || fault.stage() == Stage.UPSTREAM_TLS;
        return onTheWay ? BAD_GATEWAY : NO_STATUS;
    }

    /** The outcome of a call that has no other answer: all of it in one head ("Trailers-Only"). */
    private void grpc(
            ClientStream client,
            @Nullable Route route,
            Fault fault,
            @Nullable ExchangeRecord record) {
        String id = client.request().fields().value(KnownField.X_REQUEST_ID);
        Fields fields = begin(OK);
        fields.add(CONTENT_TYPE, GRPC);
        fields.add(GRPC_STATUS, GrpcStatus.of(fault).text());
        fields.add(GRPC_MESSAGE, GrpcStatus.message(fault, id == null ? "-" : id));
        service.diagnostics().onOwn(client, fields, fault, record);
        send(client, route, EMPTY);
    }

    /** What a route answers that forwards nothing. */
    void ofRoute(ClientStream client, Route route) {
        switch (route.action()) {
            case Redirect redirect -> redirect(client, route, redirect);
            case Respond respond -> respond(client, route, respond);
            case Forward ignored -> throw new IllegalStateException("that one forwards");
        }
    }

    private void respond(ClientStream client, Route route, Respond respond) {
        begin(respond.status());
        if (respond.body().length > 0) {
            head.fields().add(CONTENT_TYPE, respond.contentType());
        }
        send(client, route, respond.body());
    }

    /** Elsewhere, as the route says. */
    private void redirect(ClientStream client, Route route, Redirect redirect) {
        begin(redirect.status());
        if (redirect.addLocation(client.request(), head.fields(), service.captures())) {
            send(client, route, EMPTY);
        } else {
            fault(
                    client,
                    route,
                    Fault.of(ApplicationFault.BAD_REQUEST, Side.CLIENT, Stage.REQUEST)
                            .with("rule", "a redirect needs to know the host, and there is none"),
                    null);
        }
    }

    /**
     * To a TRACE or OPTIONS that may go no further (RFC 9110 7.6.2). A TRACE is not sent back to where it
     * came from: whatever fields it had, cookies and credentials, would be shown to scripts.
     */
    void lastHop(ClientStream client, Route route) {
        if (client.request().method() == Method.OPTIONS) {
            begin(NO_CONTENT);
        } else {
            begin(METHOD_NOT_ALLOWED).add(ALLOW, ALLOWED);
        }
        send(client, route, EMPTY);
    }

    /** A head to be completed by the caller and then {@linkplain #send sent}. */
    Fields begin(int status) {
        head.clear();
        head.status(status);
        return head.fields();
    }

    void send(ClientStream client, @Nullable Route route, byte[] body) {
        boolean bodiless = head.status() == 204 || head.status() == 304;
        head.bodyLength(bodiless ? 0 : body.length, !bodiless);
        if (route != null) {
            route.responseEdits().apply(head.fields());
        }
        if (!client.isRequestComplete()) {
            client.closeAfterAnswer(); // nobody will read the rest of it
        }
        client.sendHead(head);
        if (client.request().method() != Method.HEAD && !bodiless) {
            sendBody(client, body);
        }
    }

    private void sendBody(ClientStream client, byte[] body) {
        Chunk scratch = service.worker().scratch();
        for (int from = 0; from < body.length; from += scratch.capacity()) {
            int length = Math.min(scratch.capacity(), body.length - from);
            scratch.buffer().put(0, body, from, length);
            client.sendBody(scratch, 0, length);
        }
    }
}
