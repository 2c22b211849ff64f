package io.faultline.l7.config.route;

import io.faultline.core.config.describe.Doc;
import java.util.List;
import java.util.Map;

@Doc("Header fields that are removed, set and added, in this order.")
public record HeaderEditsConfig(
        @Doc("Takes the place of every field of that name.") Map<String, String> set,
        @Doc("One more field line beside those that are there.") Map<String, String> add,
        @Doc("Every field of that name goes.") List<String> remove) {}
