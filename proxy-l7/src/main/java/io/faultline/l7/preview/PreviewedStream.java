package io.faultline.l7.preview;

import io.faultline.core.connection.DownstreamConnection;
import io.faultline.core.fault.Fault;
import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.Wire;
import io.faultline.l7.exchange.ClientFacts;
import io.faultline.l7.exchange.ClientStream;
import io.faultline.l7.http2.frame.ErrorCode;
import io.faultline.l7.message.Fields;
import io.faultline.l7.message.RequestHead;
import io.faultline.l7.message.ResponseHead;

/** A request whose client is only imagined: it says who asks for what, and takes no answer. */
record PreviewedStream(DownstreamConnection connection, RequestHead request, ClientFacts facts)
        implements ClientStream {

    PreviewedStream(DownstreamConnection connection, RequestHead request) {
        this(connection, request, new ClientFacts(connection));
    }

    @Override
    public int status() {
        return 0;
    }

    @Override
    public long bytesUp() {
        return 0;
    }

    @Override
    public long bytesDown() {
        return 0;
    }

    @Override
    public boolean isRequestComplete() {
        return true;
    }

    @Override
    public void wantBody(boolean wanted) {}

    @Override
    public void sendInterim(ResponseHead head) {
        throw noAnswer();
    }

    @Override
    public void closeAfterAnswer() {}

    @Override
    public void sendHead(ResponseHead head) {
        throw noAnswer();
    }

    @Override
    public boolean sendBody(Chunk chunk, int from, int to) {
        throw noAnswer();
    }

    @Override
    public void sendEnd(Fields trailers) {
        throw noAnswer();
    }

    @Override
    public void abort(Fault fault, ErrorCode code) {
        throw noAnswer();
    }

    @Override
    public Wire takeOver(DownstreamConnection.Session tunnel) {
        throw noAnswer();
    }

    private static IllegalStateException noAnswer() {
        return new IllegalStateException("an imagined client takes no answer");
    }
}
