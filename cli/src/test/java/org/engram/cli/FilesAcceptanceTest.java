package org.engram.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.engram.io.table.JsonFile;
import org.engram.io.volume.Volume;
import org.engram.io.volume.Volumes;
import org.engram.testdata.RealData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code engram info} and {@code engram convert}. */
class FilesAcceptanceTest {
    @TempDir
    Path folder;

    private Map<String, Object> info(Path file) throws IOException {
        CommandRun run = CommandRun.of("info", "--json", file);
        assertEquals(0, run.status(), file + ": " + run.err());
        assertEquals("", run.err());
        Path copy = folder.resolve("info.json");
        Files.writeString(copy, run.out());
        Map<String, Object> fields = JsonFile.read(copy);
        assertEquals(file.toString(), fields.get("file"));
        return fields;
    }

    @ParameterizedTest
    @CsvSource({"formats/nibabel", "smri", "fmri"})
    void everyImageOpens(String where) throws IOException {
        List<Path> images = new ArrayList<>();
        try (Stream<Path> files = Files.walk(RealData.path(where))) {
            files.filter(file -> file.toString().matches(".*\\.(nii|nii\\.gz|hdr|img)")).forEach(images::add);
        }
        assertFalse(images.isEmpty());
        for (Path image : images) {
            Map<String, Object> fields = info(image);
            assertTrue(((String) fields.get("format")).matches("(NIfTI|Analyze).*"), image + ": " + fields);
            try (Volume volume = Volumes.read(image)) {
                // The last volume lies at the end of the file: reading it shows that all of it is there.
                volume.readVolume(volume.volumeCount() - 1);
            }
        }
    }

    @Test
    void filesThatAreNoImagesAreNamedAndTheOthersStillDescribed() throws IOException {
        TinyDataset data = TinyDataset.write(folder.resolve("tiny"), 1);
        Path text = folder.resolve("notes.xyz");
        Files.writeString(text, "not an image");
        CommandRun run = CommandRun.of("info", text, folder.resolve("gone.nii"), data.mask());
        assertEquals(1, run.status());
        assertEquals(2, run.errors().size(), run.err());
        assertTrue(run.errors().get(0).contains("notes.xyz"), run.err());
        assertTrue(run.errors().get(1).contains("gone.nii"), run.err());
        assertFalse(run.err().contains("internal error"), run.err());
        assertTrue(run.out().contains("mask.nii.gz: NIfTI"), run.out());
    }

    @ParameterizedTest
    @CsvSource({"float32, nii", "float64, nii.gz", "int16, nii", "uint8, hdr", "int32, img", "float32, hdr"})
    void typesAndPairsThereAndBack(String type, String ending) throws IOException {
        TinyDataset data = TinyDataset.write(folder.resolve("tiny"), 1);
        Path there = folder.resolve("there." + ending);
        Path back = folder.resolve("back.nii.gz");
        Path source = type.equals("float32") || type.equals("float64") ? data.bold(1) : data.mask();
        assertEquals(0, CommandRun.of("convert", "--type", type, source, there).status());
        CommandRun run = CommandRun.of("convert", "--type", "float32", there, back);
        assertEquals(0, run.status(), run.err());
        List<float[]> before = data.read(source);
        List<float[]> after = data.read(back);
        assertEquals(before.size(), after.size());
        for (int t = 0; t < before.size(); t++) {
            // Integers here hold a mask of 0 and 1, stored with a scale: exact to the rounding of one float.
            assertArrayEquals(before.get(t), after.get(t), type.startsWith("float") ? 0f : 1e-6f);
        }
        try (Volume one = Volumes.read(source); Volume other = Volumes.read(back)) {
            assertTrue(one.sameGrid(other));
        }
    }

    @Test
    void convertRefusesWhatItWouldSpoil() throws IOException {
        TinyDataset data = TinyDataset.write(folder.resolve("tiny"), 1);
        byte[] before = Files.readAllBytes(data.mask());
        assertEquals(2, CommandRun.of("convert", data.bold(1), data.mask()).status());
        CommandRun strange = CommandRun.of("convert", data.bold(1), folder.resolve("out.docx"));
        assertEquals(1, strange.status(), strange.err());
        assertEquals(1, strange.errors().size(), strange.err());
        assertTrue(strange.err().contains("out.docx"), strange.err());
        assertFalse(Files.exists(folder.resolve("out.docx")));
        Files.write(data.bold(1), java.util.Arrays.copyOf(Files.readAllBytes(data.bold(1)), 9000));
        CommandRun run = CommandRun.of("convert", data.bold(1), folder.resolve("out.nii"));
        assertEquals(1, run.status());
        assertEquals(1, run.errors().size(), run.err());
        assertFalse(Files.exists(folder.resolve("out.nii")), "no partial file");
        assertArrayEquals(before, Files.readAllBytes(data.mask()));
        CommandRun forced = CommandRun.of("convert", "--nifti", "3", data.mask(), folder.resolve("out.nii"));
        assertEquals(2, forced.status());
    }
}
