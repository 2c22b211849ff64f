# syntax=docker/dockerfile:1
#
#   docker build --build-arg COMMIT=$(git rev-parse --short=12 HEAD) -t faultline .
#   docker run --rm -p 8080:8080 -v $PWD/edge.yaml:/etc/faultline/faultline.yaml:ro faultline
#
# The build needs nothing but Docker. The image holds the tarball, unpacked: what TarballIT runs as nobody, on
# a read-only root and without any Java, is what runs here. --read-only works; nothing is written but logs.

FROM maven:3.9-eclipse-temurin-25 AS build
ARG COMMIT=
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2 \
    mvn -B -pl proxy-app -am package -Dmaven.test.skip=true -Dspotless.check.skip=true -Dfaultline.commit=$COMMIT \
    && mkdir /opt/faultline \
    && tar -xzf proxy-app/target/faultline-*-linux-*.tar.gz -C /opt/faultline --strip-components=1

FROM debian:12-slim
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin faultline
COPY --from=build /opt/faultline /opt/faultline
RUN ln -s /opt/faultline/bin/faultline /usr/local/bin/faultline
USER 10001
# Exec form: the launcher becomes java, so SIGTERM reaches it and drains. Give it longer than
# shutdown.deadline before the kill: docker stop --time 40. With --memory the launcher sizes heap and buffers.
ENTRYPOINT ["/opt/faultline/bin/faultline"]
CMD ["run", "-c", "/etc/faultline/faultline.yaml"]
# Asks the admin port, which stays on the container's own loopback. FAULTLINE_ADMIN names another one.
HEALTHCHECK --interval=15s --timeout=5s --start-period=10s CMD ["/opt/faultline/bin/faultline", "health"]
