package io.github.falvideo;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class TemplateTest {
    private final Map<String, Object> template = Yaml.template();

    @Test
    void shouldLeaveNoRouteOpenToTheWorld() {
        Map<String, Map<String, Object>> routes = resources("AWS::ApiGatewayV2::Route");

        assertThat(routes).hasSize(12);
        assertThat(routes).allSatisfy((name, route) -> {
            assertThat(route)
                    .containsEntry("AuthorizationType", Map.of("If", List.of("UseJwt", "JWT", "AWS_IAM")))
                    .containsEntry(
                            "AuthorizerId",
                            Map.of(
                                    "If",
                                    List.of("UseJwt", Map.of("Ref", "JwtAuthorizer"), Map.of("Ref", "AWS::NoValue"))));
            assertThat(route.get("RouteKey").toString())
                    .as(name)
                    .matches("(GET|POST|PUT|PATCH|DELETE) /.+"); // $default and ANY would answer OPTIONS
        });
    }

    @Test
    void shouldHaveNoOtherDoorThanTheRoutes() {
        assertThat(resources("AWS::Serverless::HttpApi")).isEmpty();
        assertThat(resources("AWS::Serverless::Api")).isEmpty();
        assertThat(resources("AWS::Lambda::Url")).isEmpty();
        assertThat(functions()).allSatisfy((name, function) -> {
            assertThat(function).as(name).doesNotContainKey("FunctionUrlConfig");
            assertThat(Yaml.map(function, "Events"))
                    .allSatisfy((event, definition) -> assertThat(
                                    Yaml.map(definition).get("Type"))
                            .as(name + " " + event)
                            .isEqualTo("EventBridgeRule"));
        });
        Map<String, Map<String, Object>> permissions = resources("AWS::Lambda::Permission");
        assertThat(permissions).hasSize(1);
        assertThat(permissions.get("ApiMayCallFunction"))
                .containsEntry("Principal", "apigateway.amazonaws.com")
                .containsKey("SourceArn");
    }

    @Test
    void shouldUseJwtOnlyWithIssuerAndAudience() {
        Object issuer = Map.of("Not", List.of(Map.of("Equals", List.of(Map.of("Ref", "JwtIssuer"), ""))));
        Object audience = Map.of("Not", List.of(Map.of("Equals", List.of(Map.of("Ref", "JwtAudience"), ""))));

        assertThat(Yaml.map(template, "Conditions")).containsEntry("UseJwt", Map.of("And", List.of(issuer, audience)));
        assertThat(Yaml.map(template, "Resources", "JwtAuthorizer")).containsEntry("Condition", "UseJwt");
        assertThat(Yaml.map(template, "Parameters", "JwtIssuer")).containsEntry("Default", "");
        assertThat(Yaml.map(template, "Parameters", "JwtAudience")).containsEntry("Default", "");
    }

    @Test
    void shouldAllowOriginsOnlyWhenTheyAreGiven() {
        for (String resource : List.of("Api", "Bucket")) {
            List<?> choice = (List<?>) Yaml.map(template, "Resources", resource, "Properties", "CorsConfiguration")
                    .get("If");
            assertThat(choice.get(0)).isEqualTo("AllowOrigins");
            assertThat(choice.get(1).toString()).contains("Ref=CorsOrigins").doesNotContain("Origins=[*]");
            assertThat(choice.get(2)).isEqualTo(Map.of("Ref", "AWS::NoValue"));
        }
        assertThat(Yaml.map(template, "Conditions").get("AllowOrigins"))
                .isEqualTo(Map.of("Not", List.of(Map.of("Equals", List.of(Map.of("Ref", "CorsOrigins"), "")))));
        Map<String, Object> origins = Yaml.map(template, "Parameters", "CorsOrigins");
        assertThat(origins).containsEntry("Default", "");
        String pattern = origins.get("AllowedPattern").toString();
        assertThat("https://example.com,http://localhost:3000").matches(pattern);
        assertThat(List.of("*", "https://*", "https://example.com/", "null", "https://a.com,*"))
                .noneMatch(origin -> origin.matches(pattern));
    }

    @Test
    void shouldLimitAndLogTheCalls() {
        assertThat(Yaml.map(template, "Resources", "ApiStage", "Properties", "DefaultRouteSettings"))
                .containsEntry("ThrottlingRateLimit", Map.of("Ref", "ApiRequestsPerSecond"))
                .containsEntry("ThrottlingBurstLimit", Map.of("Ref", "ApiBurst"));
        assertThat(Yaml.map(template, "Resources", "ApiStage", "Properties", "AccessLogSettings")
                        .get("Format")
                        .toString())
                .contains("$context.status")
                .doesNotContain("$context.path", "queryString", "authorizer.claims");
    }

    @Test
    void shouldDescribeAndConstrainEveryParameter() {
        assertThat(Yaml.map(template, "Parameters")).isNotEmpty().allSatisfy((name, value) -> {
            Map<String, Object> parameter = Yaml.map(value);
            assertThat(parameter.get("Description")).as(name).asString().hasSizeGreaterThan(20);
            assertThat(parameter.containsKey("AllowedPattern")
                            || parameter.containsKey("AllowedValues")
                            || parameter.containsKey("MinValue") && parameter.containsKey("MaxValue"))
                    .as(name)
                    .isTrue();
            if (parameter.containsKey("AllowedPattern")) {
                assertThat(parameter.get("ConstraintDescription")).as(name).isNotNull();
            }
            if (parameter.get("Default") instanceof String text && parameter.containsKey("AllowedPattern")) {
                assertThat(text).matches(parameter.get("AllowedPattern").toString());
            }
        });
    }

    @Test
    void shouldGiveEveryFunctionItsOwnLogGroupAndPolicies() {
        Map<String, Map<String, Object>> logGroups = resources("AWS::Logs::LogGroup");
        List<Object> used = new ArrayList<>();

        assertThat(functions()).hasSizeGreaterThanOrEqualTo(7).allSatisfy((name, function) -> {
            Object group = Yaml.map(function, "LoggingConfig", "LogGroup").get("Ref");
            assertThat(logGroups.get(group))
                    .as(name)
                    .containsEntry("RetentionInDays", Map.of("Ref", "LogRetentionDays"));
            used.add(group);
            assertThat(function.get("Policies"))
                    .as(name)
                    .asInstanceOf(InstanceOfAssertFactories.LIST)
                    .isNotEmpty();
            assertThat(function.get("Policies").toString())
                    .as(name)
                    .doesNotContain("s3:*", "states:*", "Action=*", "Resource=*", "Resource=[*");
            assertThat(function.get("Handler").toString()).as(name).satisfies(TemplateTest::isHandler);
        });
        assertThat(used).doesNotHaveDuplicates();
        assertThat(logGroups).allSatisfy((name, group) -> assertThat(group).containsKey("RetentionInDays"));
    }

    @Test
    void shouldTellUploadsToTheirFunctionAndKeepWhatFails() {
        Map<String, Object> upload = functions().get("UploadFunction");
        Map<String, Object> rule = Yaml.map(upload, "Events", "Uploaded", "Properties");

        assertThat(rule.get("Pattern"))
                .isEqualTo(Map.of(
                        "source",
                        List.of("aws.s3"),
                        "detail-type",
                        List.of("Object Created"),
                        "detail",
                        Map.of(
                                "bucket",
                                Map.of("name", List.of(Map.of("Ref", "Bucket"))),
                                "object",
                                Map.of("key", List.of(Map.of("prefix", "uploads/"))))));
        Object deadLetters = Map.of("GetAtt", "DeadLetters.Arn");
        assertThat(Yaml.map(rule, "DeadLetterConfig")).containsEntry("Arn", deadLetters);
        assertThat(Yaml.map(rule, "RetryPolicy")).containsKey("MaximumRetryAttempts");
        assertThat(Yaml.map(upload, "EventInvokeConfig", "DestinationConfig", "OnFailure"))
                .containsEntry("Destination", deadLetters);
        assertThat(Yaml.map(
                        template,
                        "Resources",
                        "Bucket",
                        "Properties",
                        "NotificationConfiguration",
                        "EventBridgeConfiguration"))
                .containsEntry("EventBridgeEnabled", true);
    }

    @Test
    void shouldTellTheStateMachineToWhoStartsExecutions() {
        for (String name : List.of("ApiFunction", "UploadFunction")) {
            assertThat(Yaml.map(functions().get(name), "Environment", "Variables"))
                    .containsEntry("STATE_MACHINE_ARN", Map.of("Ref", "VideoStateMachine"));
        }
    }

    private static void isHandler(String handler) throws ClassNotFoundException {
        assertThat(handler).endsWith("::handleRequest");
        assertThat(Class.forName(handler.substring(0, handler.indexOf(':'))))
                .matches(RequestHandler.class::isAssignableFrom);
    }

    private Map<String, Map<String, Object>> functions() {
        return resources("AWS::Serverless::Function");
    }

    /** Properties by logical id. */
    private Map<String, Map<String, Object>> resources(String type) {
        Map<String, Map<String, Object>> found = new TreeMap<>();
        Yaml.map(template, "Resources").forEach((name, resource) -> {
            if (type.equals(Yaml.map(resource).get("Type"))) {
                found.put(name, Yaml.map(resource, "Properties"));
            }
        });
        return found;
    }
}
