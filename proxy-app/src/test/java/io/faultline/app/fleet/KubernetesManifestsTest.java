package io.faultline.app.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.app.serve.Protocols;
import io.faultline.core.config.ProxyConfig;
import io.faultline.core.config.load.LoadedConfig;
import io.faultline.core.config.source.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** deploy/kubernetes/faultline.yaml: its configuration can be served, and its parts agree with each other. */
class KubernetesManifestsTest {

    private static final Path MANIFESTS = Path.of("../deploy/kubernetes/faultline.yaml");

    @TempDir Path folder;
    private final Map<String, Map<String, Object>> byKind = new HashMap<>();
    private LoadedConfig loaded;

    @BeforeEach
    void read() throws Exception {
        var yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
        for (Object document : yaml.loadAll(Files.readString(MANIFESTS))) {
            Map<String, Object> manifest = map(document);
            byKind.put(String.valueOf(manifest.get("kind")), manifest);
        }
        Path mounted = mountedAsKubernetesDoes(map(byKind.get("ConfigMap").get("data")));
        loaded = Protocols.load(mounted);
    }

    /** Files are links into a hidden folder, which is a link itself that is turned by an update. */
    private Path mountedAsKubernetesDoes(Map<String, Object> files) throws IOException {
        Path content = Files.createDirectories(folder.resolve("..2026_01_01_00_00_00.1"));
        Files.createSymbolicLink(folder.resolve("..data"), content.getFileName());
        for (Map.Entry<String, Object> file : files.entrySet()) {
            Files.writeString(content.resolve(file.getKey()), String.valueOf(file.getValue()));
            Files.createSymbolicLink(
                    folder.resolve(file.getKey()), Path.of("..data", file.getKey()));
        }
        return folder;
    }

    @Test
    void theConfigurationIsGoodAndWatched() {
        // Probes come from outside the pod; who else may is said by the NetworkPolicy.
        assertThat(loaded.warnings())
                .singleElement()
                .extracting(Problem::message)
                .asString()
                .startsWith("the admin server asks nobody for a password");
        assertThat(map(spec("NetworkPolicy").get("podSelector")))
                .isEqualTo(map(spec("Deployment").get("selector")));
        assertThat(config().watch()).isTrue();
        assertThat(config().listeners()).hasSize(1);
        assertThat(config().upstreams()).containsOnlyKeys("web", "api");
    }

    @Test
    void whatIsMountedIsWhatIsServed() {
        Map<String, Object> mount = map(list(container().get("volumeMounts")).getFirst());
        assertThat(list(container().get("args")).getLast()).isEqualTo(mount.get("mountPath"));
        assertThat(mount).doesNotContainKey("subPath");
    }

    @Test
    void probesAskTheAdminPortAndTheServiceTheListener() {
        Map<String, Object> ports = new HashMap<>();
        list(container().get("ports"))
                .forEach(
                        port ->
                                ports.put(
                                        String.valueOf(map(port).get("name")),
                                        map(port).get("containerPort")));
        assertThat(ports)
                .containsEntry("admin", config().admin().bind().port())
                .containsEntry("web", config().listeners().getFirst().bind().port());
        assertThat(probe("readinessProbe"))
                .containsEntry("path", "/readyz")
                .containsEntry("port", "admin");
        assertThat(probe("startupProbe"))
                .containsEntry("path", "/readyz")
                .containsEntry("port", "admin");
        assertThat(probe("livenessProbe"))
                .containsEntry("path", "/livez")
                .containsEntry("port", "admin");
        assertThat(map(list(spec("Service").get("ports")).getFirst()))
                .containsEntry("targetPort", "web");
    }

    @Test
    void aPodHasTheTimeToDrain() {
        var kill = Duration.ofSeconds((Integer) podSpec().get("terminationGracePeriodSeconds"));
        assertThat(kill)
                .isGreaterThan(config().shutdown().grace().plus(config().shutdown().deadline()));
    }

    @Test
    void allSelectorsMeanThePodsOfTheDeployment() {
        Object labels = map(map(spec("Deployment").get("template")).get("metadata")).get("labels");
        assertThat(map(spec("Deployment").get("selector"))).containsEntry("matchLabels", labels);
        assertThat(map(spec("PodDisruptionBudget").get("selector")))
                .containsEntry("matchLabels", labels);
        assertThat(spec("Service")).containsEntry("selector", labels);
    }

    @Test
    void itRunsAsTheImageDoesAndConfined() throws IOException {
        assertThat(Files.readString(Path.of("../Dockerfile")))
                .contains("USER " + map(podSpec().get("securityContext")).get("runAsUser"));
        assertThat(map(container().get("securityContext")))
                .containsEntry("readOnlyRootFilesystem", true)
                .containsEntry("allowPrivilegeEscalation", false);
        Map<String, Object> limits = map(map(container().get("resources")).get("limits"));
        assertThat(limits).containsEntry("memory", "256Mi");
    }

    private ProxyConfig config() {
        return loaded.config();
    }

    private Map<String, Object> spec(String kind) {
        return map(byKind.get(kind).get("spec"));
    }

    private Map<String, Object> podSpec() {
        return map(map(spec("Deployment").get("template")).get("spec"));
    }

    private Map<String, Object> container() {
        return map(list(podSpec().get("containers")).getFirst());
    }

    private Map<String, Object> probe(String name) {
        return map(map(container().get(name)).get("httpGet"));
    }

    private static Map<String, Object> map(Object value) {
        Map<String, Object> typed = new HashMap<>();
        ((Map<?, ?>) value).forEach((key, each) -> typed.put(String.valueOf(key), each));
        return typed;
    }

    private static List<Object> list(Object value) {
        return new ArrayList<>((List<?>) value);
    }
}
