package io.faultline.app.lab;

import io.faultline.app.lab.bench.LabCase;
import io.faultline.app.lab.cases.AnswerCases;
import io.faultline.app.lab.cases.ClientTlsCases;
import io.faultline.app.lab.cases.ConnectCases;
import io.faultline.app.lab.cases.ConnectionCases;
import io.faultline.app.lab.cases.DnsCases;
import io.faultline.app.lab.cases.EndpointTlsCases;
import io.faultline.app.lab.cases.HostCases;
import io.faultline.app.lab.cases.Ipv6Cases;
import io.faultline.app.lab.cases.PolicyCases;
import io.faultline.app.lab.cases.RequestCases;
import io.faultline.app.lab.cases.SessionCases;
import io.faultline.app.lab.cases.StoryCases;
import java.util.List;
import java.util.stream.Stream;

/** All cases of the lab, from the lowest layer up. */
final class Catalog {

    private static final List<LabCase> ALL =
            Stream.of(
                            ConnectCases.all(),
                            Ipv6Cases.all(),
                            ConnectionCases.all(),
                            SessionCases.all(),
                            EndpointTlsCases.all(),
                            ClientTlsCases.all(),
                            DnsCases.all(),
                            RequestCases.all(),
                            AnswerCases.all(),
                            PolicyCases.all(),
                            StoryCases.all(),
                            HostCases.all(), // while they run, the lookups of others fail too
                            List.of(SessionCases.last()))
                    .flatMap(List::stream)
                    .toList();

    /** Cases to run alone, by name and comma; for who writes one. */
    private static final String ONLY = System.getProperty("faultline.lab.only", "");

    private Catalog() {}

    static List<LabCase> all() {
        return ALL;
    }

    /** Those that are run: all, unless somebody asks for some. */
    static List<LabCase> asked() {
        List<String> names = List.of(ONLY.split(","));
        return ONLY.isEmpty()
                ? ALL
                : ALL.stream().filter(each -> names.contains(each.name())).toList();
    }
}
