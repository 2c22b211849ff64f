package io.faultline.l7;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.File;
import javax.net.ssl.SSLException;

/** TLS for endpoints that Netty plays. */
public final class NettyTls {

    private NettyTls() {}

    /** @param applications what it speaks (ALPN); none: it has never heard of ALPN */
    public static SslContext server(TestCertificates files, String... applications)
            throws SSLException {
        var builder =
                SslContextBuilder.forServer(
                                new File(files.path("shop.pem")), new File(files.path("shop.key")))
                        .sslProvider(SslProvider.JDK);
        if (applications.length > 0) {
            builder.applicationProtocolConfig(
                    new ApplicationProtocolConfig(
                            Protocol.ALPN,
                            SelectorFailureBehavior.NO_ADVERTISE,
                            SelectedListenerFailureBehavior.ACCEPT,
                            applications));
        }
        return builder.build();
    }
}
