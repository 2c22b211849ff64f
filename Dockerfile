# syntax=docker/dockerfile:1
#
#   docker build --build-arg COMMIT=$(git rev-parse --short=12 HEAD) -t faultline .
#   docker run --rm -p 8080:8080 -v $PWD/edge.yaml:/etc/faultline/faultline.yaml:ro faultline
#
# The build needs nothing but Docker; the image holds a Java runtime with only the modules we use.

FROM maven:3.9-eclipse-temurin-25 AS build
ARG COMMIT=
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2 \
    mvn -B -pl proxy-app -am package -Dmaven.test.skip=true -Dspotless.check.skip=true -Dfaultline.commit=$COMMIT
RUN jlink \
      --add-modules java.base,java.logging,java.management,java.naming,jdk.management,jdk.net,jdk.unsupported \
      --no-header-files --no-man-pages --compress=zip-6 \
      --output /jre

FROM debian:12-slim
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin faultline
COPY --from=build /src/proxy-app/target/dist /opt/faultline
COPY --from=build /jre /opt/faultline/jre
RUN ln -s /opt/faultline/bin/faultline /usr/local/bin/faultline
USER 10001
# Exec form: the launcher becomes java, so SIGTERM reaches it and drains. Give it longer than
# shutdown.deadline before the kill: docker stop --time 40.
ENTRYPOINT ["/opt/faultline/bin/faultline"]
CMD ["run", "-c", "/etc/faultline/faultline.yaml"]
# Asks the admin port, which stays on the container's own loopback. FAULTLINE_ADMIN names another one.
HEALTHCHECK --interval=15s --timeout=5s --start-period=10s CMD ["/opt/faultline/bin/faultline", "health"]
