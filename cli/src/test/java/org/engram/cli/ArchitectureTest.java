package org.engram.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may depend on whom, as drawn in docs/decisions/0001-house.md. */
@AnalyzeClasses(packages = "org.engram", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule MODULES_DEPEND_DOWNWARDS_ONLY = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("core").definedBy("org.engram.core..").layer("io").definedBy("org.engram.io..")
            .layer("compute").definedBy("org.engram.compute..").layer("nn").definedBy("org.engram.nn..")
            .layer("preprocessing").definedBy("org.engram.preprocessing..")
            .layer("decoders").definedBy("org.engram.decoders..")
            .optionalLayer("generative").definedBy("org.engram.generative..")
            .layer("cli").definedBy("org.engram.cli..").whereLayer("core")
            .mayOnlyBeAccessedByLayers("io", "compute", "nn", "preprocessing", "decoders", "generative",
                    "cli")
            .whereLayer("io")
            .mayOnlyBeAccessedByLayers("nn", "preprocessing", "decoders", "generative", "cli")
            .whereLayer("compute")
            .mayOnlyBeAccessedByLayers("nn", "preprocessing", "decoders", "generative", "cli")
            .whereLayer("nn").mayOnlyBeAccessedByLayers("decoders", "generative", "cli")
            .whereLayer("preprocessing").mayOnlyBeAccessedByLayers("decoders", "generative", "cli")
            .whereLayer("decoders").mayOnlyBeAccessedByLayers("generative", "cli")
            .whereLayer("generative").mayOnlyBeAccessedByLayers("cli").whereLayer("cli")
            .mayNotBeAccessedByAnyLayer();

    @ArchTest
    static final ArchRule ONLY_NETWORKS_TOUCH_DJL = noClasses().that()
            .resideOutsideOfPackages("org.engram.nn..", "org.engram.generative..",
                    "org.engram.decoders.foundation..", "org.engram.decoders.anatomy..",
                    "org.engram.decoders.networks..",
                    "org.engram.decoders.supervised..")
            .should().dependOnClassesThat().resideInAPackage("ai.djl..");

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES = slices().matching("org.engram.(**)").should()
            .beFreeOfCycles();

    @ArchTest
    static final ArchRule ONE_PACKAGE_TOUCHES_THE_NATIVE_ALGEBRA = noClasses().that()
            .resideOutsideOfPackage("org.engram.compute.linalg..").should().dependOnClassesThat()
            .resideInAPackage("org.bytedeco..");

    @ArchTest
    static final ArchRule ONLY_IO_KNOWS_JACKSON = noClasses().that().resideOutsideOfPackage("org.engram.io..")
            .should().dependOnClassesThat().resideInAPackage("com.fasterxml..");

    @ArchTest
    static final ArchRule ONLY_THE_COMMANDS_KNOW_PICOCLI = noClasses().that()
            .resideOutsideOfPackages("org.engram.cli", "org.engram.cli.commands..").should()
            .dependOnClassesThat()
            .resideInAPackage("picocli..");

    @ArchTest
    static final ArchRule NO_LAYER_NAMES = noClasses().should().resideInAnyPackage("..util..", "..utils..",
            "..helper..", "..helpers..", "..common..", "..impl..", "..manager..");
}
