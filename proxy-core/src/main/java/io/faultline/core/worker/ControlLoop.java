package io.faultline.core.worker;

import io.faultline.core.wire.linux.LinuxTransport;
import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The thread that decides: clusters, health checks, DNS. It publishes snapshots; workers read them and
 * never wait for it.
 */
public final class ControlLoop {

    private final MultiThreadIoEventLoopGroup group =
            new MultiThreadIoEventLoopGroup(
                    1,
                    new DefaultThreadFactory("control", true),
                    LinuxTransport.isAvailable()
                            ? EpollIoHandler.newFactory()
                            : NioIoHandler.newFactory());

    public IoEventLoop executor() {
        return group.next();
    }

    public void stop() {
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS);
    }
}
