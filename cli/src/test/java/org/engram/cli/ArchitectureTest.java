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
            .layer("compute").definedBy("org.engram.compute..")
            .layer("preprocessing").definedBy("org.engram.preprocessing..")
            .layer("decoders").definedBy("org.engram.decoders..").layer("cli").definedBy("org.engram.cli..")
            .whereLayer("core").mayOnlyBeAccessedByLayers("io", "compute", "preprocessing", "decoders", "cli")
            .whereLayer("io").mayOnlyBeAccessedByLayers("preprocessing", "decoders", "cli")
            .whereLayer("compute").mayOnlyBeAccessedByLayers("preprocessing", "decoders", "cli")
            .whereLayer("preprocessing").mayOnlyBeAccessedByLayers("decoders", "cli")
            .whereLayer("decoders").mayOnlyBeAccessedByLayers("cli").whereLayer("cli")
            .mayNotBeAccessedByAnyLayer();

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
