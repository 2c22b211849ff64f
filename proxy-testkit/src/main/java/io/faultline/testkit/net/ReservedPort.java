package io.faultline.testkit.net;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A port where nobody listens: a connect to it is refused, for as long as this is open.
 *
 * <p>The port is bound but not listening. A port that is merely free may be given to somebody else in
 * the next millisecond, or, as a source port, even connect to itself. On Linux a listener with
 * SO_REUSEADDR can still take the port over: that is how a dead origin comes back.
 */
public final class ReservedPort implements Closeable {

    private final Socket holder = new Socket();

    private ReservedPort(InetSocketAddress wanted) throws IOException {
        holder.setReuseAddress(true);
        holder.bind(wanted);
    }

    /** Any port on 127.0.0.1. */
    public static ReservedPort any() {
        return at(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
    }

    static ReservedPort at(InetSocketAddress wanted) {
        try {
            return new ReservedPort(wanted);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot reserve " + wanted, e);
        }
    }

    public int port() {
        return holder.getLocalPort();
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) holder.getLocalSocketAddress();
    }

    @Override
    public void close() {
        try {
            holder.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
