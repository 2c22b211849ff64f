package io.faultline.app.admin.api;

import io.faultline.core.config.schema.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The API as an OpenAPI 3.1 document, for those who generate clients or look with a viewer. */
public final class OpenApi {

    /** Stands in front of every path; another one would be another API. */
    public static final String PREFIX = "/v1";

    private static final Object ERROR = Map.of("$ref", "#/components/schemas/Error");

    private OpenApi() {}

    public static String render(List<PathItem> items) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("openapi", "3.1.0");
        document.put("info", info());
        document.put("servers", List.of(Map.of("url", "http://127.0.0.1:9901")));
        Map<String, Object> paths = new LinkedHashMap<>();
        for (PathItem item : items) {
            Map<String, Object> operations = new LinkedHashMap<>();
            for (Operation operation : item.operations()) {
                operations.put(
                        operation.method().toLowerCase(Locale.ROOT),
                        operation(item.path(), operation));
            }
            paths.put(PREFIX + item.path(), operations);
        }
        document.put("paths", paths);
        document.put(
                "components",
                ordered(
                        "schemas",
                        Map.of("Error", ApiError.SHAPE.schema()),
                        "securitySchemes",
                        Map.of("token", ordered("type", "http", "scheme", "bearer"))));
        return Json.write(document);
    }

    private static Object info() {
        return ordered(
                "title",
                "Faultline's admin API",
                "version",
                "1",
                "description",
                "What a running Faultline says of itself, and what can be ordered of it. Members are"
                        + " added, never changed: ignore what you do not know. Every page also answers in"
                        + " text: format=text, or its path without /v1.");
    }

    private static Object operation(String path, Operation operation) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("operationId", id(path, operation));
        described.put("summary", operation.summary());
        if (!operation.parameters().isEmpty()) {
            described.put(
                    "parameters", operation.parameters().stream().map(OpenApi::parameter).toList());
        }
        JsonShape body = operation.body();
        if (body != null) {
            described.put(
                    "requestBody", ordered("required", true, "content", content(body.schema())));
        }
        Map<String, Object> responses = new LinkedHashMap<>();
        JsonShape reply = operation.reply();
        responses.put(
                "200",
                ordered(
                        "description",
                        "Done.",
                        "content",
                        reply == null
                                ? Map.of(operation.replyType(), Map.of())
                                : content(reply.schema())));
        operation
                .refusals()
                .forEach((status, meaning) -> responses.put(status.toString(), refusal(meaning)));
        if (operation.needsToken()) {
            responses.put("401", refusal("The token is missing or wrong."));
            responses.put("403", refusal("Nothing can be changed: admin.token is not set."));
            described.put("security", List.of(Map.of("token", List.of())));
        }
        responses.put("default", refusal("Any other refusal."));
        described.put("responses", responses);
        return described;
    }

    private static String id(String path, Operation operation) {
        StringBuilder id = new StringBuilder(operation.method().toLowerCase(Locale.ROOT));
        for (String word : path.split("[/{}.\\-]+")) {
            if (!word.isEmpty()) {
                id.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
            }
        }
        return id.toString();
    }

    private static Object parameter(Parameter parameter) {
        return ordered(
                "name",
                parameter.name(),
                "in",
                parameter.place().name().toLowerCase(Locale.ROOT),
                "required",
                parameter.place() == Parameter.Place.PATH,
                "description",
                parameter.doc(),
                "schema",
                Map.of("type", "string"),
                "example",
                parameter.example());
    }

    private static Object refusal(String meaning) {
        return ordered("description", meaning, "content", content(ERROR));
    }

    private static Object content(Object schema) {
        return Map.of("application/json", Map.of("schema", schema));
    }

    private static Map<String, Object> ordered(Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }
}
