package io.github.falvideo.local.asl;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class DependenciesTest {
    private final JavaClasses interpreter = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.github.falvideo.local.asl");
    private final JavaClasses api = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.github.falvideo.local.stepfunctions");

    @Test
    void shouldKnowNothingButJsonAndJsonata() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "com.fasterxml.jackson.core..",
                        "com.dashjoin.jsonata..",
                        "io.github.falvideo.local.asl..")
                .check(interpreter);
    }

    @Test
    void shouldSeeTheLibrariesInOneRoomEach() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.github.falvideo.local.asl.query")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.dashjoin..")
                .check(interpreter);
        noClasses()
                .that()
                .resideOutsideOfPackage("io.github.falvideo.local.asl.json")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.fasterxml..")
                .check(interpreter);
    }

    @Test
    void shouldReadDefinitionsWithoutKnowingWhatRunsThem() {
        noClasses()
                .that()
                .resideInAnyPackage("io.github.falvideo.local.asl.(*)")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.github.falvideo.local.asl")
                .check(interpreter);
    }

    @Test
    void shouldServeTheInterpreterAndNothingElse() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "com.sun.net.httpserver..",
                        "io.github.falvideo.local.asl",
                        "io.github.falvideo.local.asl.json",
                        "io.github.falvideo.local.stepfunctions")
                .check(api);
    }
}
