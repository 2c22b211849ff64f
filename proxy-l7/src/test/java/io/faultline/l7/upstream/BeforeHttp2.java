package io.faultline.l7.upstream;

import io.faultline.l7.Http2Origin;
import io.faultline.l7.HttpBench;
import io.faultline.testkit.net.RawClient;
import java.util.ArrayList;

/** Clients of HTTP/1 in front, an endpoint of HTTP/2 behind: Netty's. */
abstract class BeforeHttp2 {

    static final String GET = "GET /a?b=c HTTP/1.1\r\nHost: shop.example\r\n\r\n";
    static final String LAST =
            "GET /a?b=c HTTP/1.1\r\nHost: shop.example\r\nConnection: close\r\n\r\n";

    static HttpBench bench(String route, String upstream, Http2Origin... origins) {
        var endpoints = new ArrayList<String>();
        for (Http2Origin origin : origins) {
            endpoints.add(origin.hostPort());
        }
        return HttpBench.start(
                HttpBench.config("", route, endpoints.toArray(String[]::new))
                        .replace("endpoints:", upstream + ", endpoints:"));
    }

    static HttpBench bench(Http2Origin origin) {
        return bench("", "protocol: h2c", origin);
    }

    static String until(RawClient client, String end) {
        var text = new StringBuilder();
        while (text.indexOf(end) < 0) {
            text.append(client.readText(1));
        }
        return text.toString();
    }
}
