package org.engram.io.provenance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.engram.core.Notice;
import org.engram.io.table.JsonFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProvenanceTest {
    @TempDir
    Path folder;

    @Test
    void hashesAreThoseOfTheStandard() throws IOException {
        // The one-block example of FIPS 180-2, appendix B.1.
        InputFile input = InputFile.of(Files.writeString(folder.resolve("a.txt"), "abc"));
        assertEquals("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", input.sha256());
        assertEquals(3, input.sizeBytes());
    }

    @Test
    void everythingRecordedStandsInTheSidecar() throws IOException {
        Path input = Files.writeString(folder.resolve("bold.nii.gz"), "abc");
        ProvenanceRecorder recorder = ProvenanceRecorder
                .start("Engram", "0.1.0", List.of("decode", "--seed", "7")).seed(7)
                .parameter("radiusMillimetres", 6.0).parameter("limit", OptionalInt.empty()).input(input)
                .input(input)
                .environment("BLAS", "OpenBLAS 0.3.31")
                .notices(List.of(new Notice("constant-voxels", "3 voxels are constant")));
        Provenance provenance = recorder.finish();
        Path sidecar = provenance.writeBeside(folder.resolve("map.nii.gz"),
                Map.of("Description", "z values"));
        assertEquals("map.json", sidecar.getFileName().toString());

        Map<String, Object> fields = JsonFile.read(sidecar);
        assertEquals("z values", fields.get("Description"));
        assertEquals(List.of(Map.of("Name", "Engram", "Version", "0.1.0")), fields.get("GeneratedBy"));
        assertEquals(List.of("decode", "--seed", "7"), fields.get("CommandLine"));
        assertEquals(Map.of("radiusMillimetres", 6.0, "limit", "OptionalInt.empty"),
                fields.get("Parameters"));
        assertEquals(7, fields.get("RandomSeed"));
        List<?> inputs = (List<?>) fields.get("Inputs");
        assertEquals(1, inputs.size(), "a file named twice counts once");
        assertEquals(3, ((Map<?, ?>) inputs.get(0)).get("SizeBytes"));
        assertEquals(List.of(Map.of("Code", "constant-voxels", "Text", "3 voxels are constant")),
                fields.get("Notices"));
        Map<?, ?> environment = (Map<?, ?>) fields.get("Environment");
        assertEquals("OpenBLAS 0.3.31", environment.get("BLAS"));
        assertTrue(((String) environment.get("Java")).contains(System.getProperty("java.runtime.version")));
        assertEquals(provenance.started(), Instant.parse((String) fields.get("StartedAt")));
        assertTrue(provenance.wallSeconds() > 0 && provenance.peakMemoryBytes() > 1 << 20);
    }

    @Test
    void sidecarsAreNamedAfterTheirResult() {
        Map<String, String> names = Map.of("sub-01_stat-z_statmap.nii.gz", "sub-01_stat-z_statmap.json",
                "map.nii",
                "map.json", "left.func.gii", "left.json", "scores.tsv", "scores.json", "run.1.csv",
                "run.1.json",
                "scores.json", "scores_provenance.json", "plain", "plain.json", "a.dtseries.nii", "a.json");
        names.forEach((output, sidecar) -> assertEquals(folder.resolve(sidecar),
                Provenance.sidecarOf(folder.resolve(output))));
    }

    @Test
    void inputsThatAreNotThereAreErrors() {
        assertThrows(NoSuchFileException.class, () -> InputFile.of(folder.resolve("missing")));
    }
}
