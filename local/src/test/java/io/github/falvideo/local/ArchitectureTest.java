package io.github.falvideo.local;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between the rooms go one way. */
@AnalyzeClasses(packages = "io.github.falvideo", importOptions = ArchitectureTest.OnlyWhatIsShipped.class)
class ArchitectureTest {
    private static final String ROOT = "io.github.falvideo";

    /** No tests, nor the jar of tests that functions/ lends to local/. */
    static final class OnlyWhatIsShipped implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/test-classes/") && !location.contains("-tests.jar");
        }
    }

    @ArchTest
    static final ArchRule videoShouldBePure = classes()
            .that()
            .resideInAPackage(ROOT + ".video..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    ROOT + ".video..",
                    "java.lang..",
                    "java.util..",
                    "java.time..",
                    "java.net",
                    "java.nio..",
                    "java.math");

    @ArchTest
    static final ArchRule falShouldKnowNoAws = noClasses()
            .that()
            .resideInAPackage(ROOT + ".fal..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("software.amazon..", "com.amazonaws..", ROOT, ROOT + ".aws..", ROOT + ".api..");

    @ArchTest
    static final ArchRule theQueueShouldNotKnowTheMedia = noClasses()
            .that()
            .resideInAPackage(ROOT + ".fal")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + ".fal.media");

    @ArchTest
    static final ArchRule httpShouldKnowNothingOfOurs = classes()
            .that()
            .resideInAPackage(ROOT + ".fal.http")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(ROOT + ".fal.http", "java..");

    @ArchTest
    static final ArchRule awsShouldNotKnowTheHandlers = noClasses()
            .that()
            .resideInAPackage(ROOT + ".aws..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT, ROOT + ".api..", ROOT + ".local..");

    @ArchTest
    static final ArchRule functionsShouldNotKnowLocal = noClasses()
            .that()
            .resideInAPackage(ROOT + "..")
            .and()
            .resideOutsideOfPackage(ROOT + ".local..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + ".local..");

    @ArchTest
    static final ArchRule theInterpreterShouldKnowNothingOfOurs = noClasses()
            .that()
            .resideInAPackage(ROOT + ".local.asl..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    ROOT,
                    ROOT + ".video..",
                    ROOT + ".fal..",
                    ROOT + ".aws..",
                    ROOT + ".api..",
                    ROOT + ".local",
                    ROOT + ".local.stepfunctions..",
                    ROOT + ".local.s3..",
                    ROOT + ".local.fal..",
                    ROOT + ".local.cli..",
                    "software.amazon..",
                    "java.net..");

    @ArchTest
    static final ArchRule nothingShouldBeStaticAndMutable =
            fields().that().areStatic().should().beFinal();
}
