package io.faultline.benchmarks.peer;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.PfxOptions;
import io.vertx.httpproxy.HttpProxy;

/** Vert.x HTTP proxy: one server, one client and one proxy per event loop, as its manual advises. */
public final class VertxProxy {

    private static final int POOL = 1024;

    private VertxProxy() {}

    @SuppressWarnings("SystemOut") // a program for a run, which keeps what it prints
    public static void main(String[] args) {
        var asked = Asked.of(args);
        var options =
                new VertxOptions()
                        .setPreferNativeTransport(true)
                        .setEventLoopPoolSize(asked.threads());
        var instances =
                new DeploymentOptions()
                        .setThreadingModel(ThreadingModel.EVENT_LOOP)
                        .setInstances(asked.threads());
        Vertx.vertx(options)
                .deployVerticle(() -> new Proxy(asked), instances)
                .onFailure(
                        failure -> {
                            System.err.println("vertx: " + failure);
                            System.exit(1);
                        });
    }

    private static final class Proxy extends AbstractVerticle {

        private final Asked asked;

        Proxy(Asked asked) {
            this.asked = asked;
        }

        @Override
        public void start(Promise<Void> started) {
            var client =
                    vertx.createHttpClient(
                            new HttpClientOptions().setKeepAliveTimeout(3_600),
                            new PoolOptions().setHttp1MaxSize(POOL));
            var proxy = HttpProxy.reverseProxy(client).origin(asked.backend(), "127.0.0.1");
            var server = new HttpServerOptions().setPort(asked.port()).setHost("127.0.0.1");
            var store = asked.store();
            if (store != null) {
                server.setSsl(true)
                        .setUseAlpn(true)
                        .setKeyCertOptions(
                                new PfxOptions()
                                        .setPath(store.toString())
                                        .setPassword(asked.password()));
            }
            vertx.createHttpServer(server)
                    .requestHandler(proxy)
                    .listen()
                    .onSuccess(listening -> started.complete())
                    .onFailure(started::fail);
        }
    }
}
