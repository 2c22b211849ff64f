package io.faultline.app.browser;

import io.faultline.testkit.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** One page in a browser, and all it complained of and asked for. */
public final class Tab implements AutoCloseable {

    /** Somebody on this machine made an interface: a browser drops what it was loading, from loopback too. */
    private static final String NETWORK_CHANGED = "ERR_NETWORK_CHANGED";

    private static final int LOADS = 5;

    private final DevTools tools;
    private final String session;
    private final String target;
    private volatile boolean networkChanged;
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    private Tab(DevTools tools, String target, String session) {
        this.tools = tools;
        this.target = target;
        this.session = session;
    }

    static Tab open(DevTools tools) {
        String target =
                String.valueOf(
                        tools.call(null, "Target.createTarget", "{\"url\":\"about:blank\"}")
                                .get("targetId"));
        String session =
                String.valueOf(
                        tools.call(
                                        null,
                                        "Target.attachToTarget",
                                        "{\"targetId\":\"%s\",\"flatten\":true}".formatted(target))
                                .get("sessionId"));
        var tab = new Tab(tools, target, session);
        tools.listen(session, tab::heard);
        for (String domain : List.of("Runtime", "Log", "Network", "Page")) {
            tab.call(domain + ".enable", "{}");
        }
        return tab;
    }

    private void heard(String event, Map<String, Object> what) {
        switch (event) {
            case "Runtime.exceptionThrown" -> complaints.add("exception: " + what);
            case "Runtime.consoleAPICalled" -> {
                if (!"log".equals(what.get("type"))) {
                    complaints.add("console: " + what);
                }
            }
            case "Log.entryAdded" -> {
                String entry = String.valueOf(what.get("entry"));
                if (entry.contains(NETWORK_CHANGED)) {
                    networkChanged = true;
                } else {
                    complaints.add("log: " + entry);
                }
            }
            case "Network.requestWillBeSent" -> {
                if (what.get("request") instanceof Map<?, ?> request) {
                    requests.add(String.valueOf(request.get("url")));
                }
            }
            default -> {}
        }
    }

    /** Errors and warnings, violations of the content policy among them. */
    public List<String> complaints() {
        return complaints;
    }

    /** The addresses of all that was asked for. */
    public List<String> requests() {
        return requests;
    }

    private Map<String, Object> call(String method, String parameters) {
        return tools.call(session, method, parameters);
    }

    public void go(String address) {
        for (int load = 0; load < LOADS; load++) {
            networkChanged = false;
            call("Page.navigate", "{\"url\":\"" + address + "\"}");
            Eventually.until(
                    address + " has been loaded",
                    () ->
                            "complete".equals(eval("document.readyState"))
                                    && !"about:blank".equals(eval("location.href")));
            if (!networkChanged) {
                return;
            }
        }
    }

    /** The value of an expression: null, a string, a double, a boolean, a list or a map. */
    public @Nullable Object eval(String expression) {
        Map<String, Object> answer =
                call(
                        "Runtime.evaluate",
                        "{\"returnByValue\":true,\"awaitPromise\":true,\"expression\":"
                                + quoted(expression)
                                + "}");
        if (answer.containsKey("exceptionDetails")) {
            throw new AssertionError(expression + ": " + answer.get("exceptionDetails"));
        }
        return answer.get("result") instanceof Map<?, ?> result ? result.get("value") : null;
    }

    public String text(String expression) {
        return String.valueOf(eval(expression));
    }

    /** Waits until an expression is true. */
    public void until(String what, String expression) {
        try {
            Eventually.until(what, () -> Boolean.TRUE.equals(eval("Boolean(" + expression + ")")));
        } catch (AssertionError late) {
            throw new AssertionError(late.getMessage() + "; complaints: " + complaints, late);
        }
    }

    public void size(int width, int height) {
        call(
                "Emulation.setDeviceMetricsOverride",
                "{\"width\":%d,\"height\":%d,\"deviceScaleFactor\":1,\"mobile\":false}"
                        .formatted(width, height));
    }

    /** {@code dark} or {@code light}, as the system would say. */
    public void prefers(String scheme) {
        call(
                "Emulation.setEmulatedMedia",
                "{\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\"%s\"}]}"
                        .formatted(scheme));
    }

    /** A real key, such as {@code Enter} or {@code ArrowDown}. */
    public void press(String key, int code) {
        String text = key.equals("Enter") ? ",\"text\":\"\\r\"" : "";
        for (String type : List.of("keyDown", "keyUp")) {
            call(
                    "Input.dispatchKeyEvent",
                    "{\"type\":\"%s\",\"key\":\"%s\",\"code\":\"%s\",\"windowsVirtualKeyCode\":%d%s}"
                            .formatted(type, key, key, code, type.equals("keyDown") ? text : ""));
        }
    }

    /** A real click in the middle of what a selector finds. */
    public void click(String selector) {
        var box =
                (List<?>)
                        eval(
                                "(() => { const e = document.querySelector("
                                        + quoted(selector)
                                        + "); e.scrollIntoView({block:'center'}); const r ="
                                        + " e.getBoundingClientRect(); return [r.x + r.width / 2, r.y +"
                                        + " r.height / 2]; })()");
        if (box == null) {
            throw new AssertionError("nothing is " + selector);
        }
        for (String type : List.of("mousePressed", "mouseReleased")) {
            call(
                    "Input.dispatchMouseEvent",
                    "{\"type\":\"%s\",\"x\":%s,\"y\":%s,\"button\":\"left\",\"clickCount\":1}"
                            .formatted(type, box.get(0), box.get(1)));
        }
    }

    public void screenshot(Path file, boolean whole) {
        Object data =
                call(
                                "Page.captureScreenshot",
                                "{\"format\":\"png\",\"captureBeyondViewport\":" + whole + "}")
                        .get("data");
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, Base64.getDecoder().decode(String.valueOf(data)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes the window as high as the page, so that a picture shows all of it. */
    public void fit(int width) {
        size(width, 900);
        int height =
                ((Double) Objects.requireNonNull(eval("document.documentElement.scrollHeight")))
                        .intValue();
        size(width, height);
    }

    /** A browser keeps few connections to one host, and a page with a stream holds one of them. */
    @Override
    public void close() {
        tools.call(null, "Target.closeTarget", "{\"targetId\":\"" + target + "\"}");
    }

    static String quoted(String text) {
        var out = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
