package org.engram.io.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.engram.core.FormatException;
import org.engram.core.Notice;
import org.engram.core.UnsupportedFeatureException;
import org.engram.io.format.FileFormat.Match;
import org.engram.io.volume.Affine;
import org.engram.io.volume.Intent;
import org.engram.io.volume.Volume;
import org.engram.io.volume.Volumes;
import org.engram.io.volume.nifti.NiftiFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FormatsTest {
    @TempDir
    Path folder;

    private final Volume volume = Volume
            .of(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 8, 7, 6, 5, 4, 3, 2, 1}, new long[] {2, 2, 2, 2},
                    Affine.of(
                            new double[] {-2, 0, 0, 4}, new double[] {0, 3, 0, -7.5},
                            new double[] {0, 0, 4, -12}))
            .withRepetitionTime(2.5);

    @Test
    void contentDecidesWhateverTheName() throws IOException {
        Path packed = folder.resolve("a.nii.gz");
        Volumes.write(volume, packed);
        Path plain = folder.resolve("a.nii");
        Volumes.write(volume, plain);
        Path swapped = Files.move(packed, folder.resolve("swapped.nii"));
        Path misnamed = Files.move(plain, folder.resolve("misnamed.nii.gz"));
        Path nameless = Files.copy(swapped, folder.resolve("nameless"));
        for (Path file : List.of(swapped, misnamed, nameless)) {
            assertInstanceOf(NiftiFormat.class, Formats.detect(file));
            assertArrayEquals(volume.readVolume(1), Volumes.read(file).readVolume(1), 0);
        }
    }

    @Test
    void eitherNameOfAPairOpensBothInAnyCase() throws IOException {
        Volumes.write(volume, folder.resolve("pair.img"));
        Path header = Files.move(folder.resolve("pair.hdr"), folder.resolve("pair.HDR"));
        for (Path file : List.of(header, folder.resolve("pair.img"))) {
            assertEquals("NIfTI", Formats.detect(file).name());
            assertArrayEquals(volume.readVolume(1), Volumes.read(file).readVolume(1), 0);
        }
    }

    @Test
    void aSummaryIsReadableAndNeedsNoBody() throws IOException {
        Path file = folder.resolve("s.nii.gz");
        Volumes.write(volume.withIntent(Intent.t(14)), file);
        FileSummary summary = Formats.detect(file).summarise(file);
        assertEquals("NIfTI-1", summary.format());
        assertEquals(List.of(), summary.notices());
        Map<String, String> facts = summary.facts();
        assertEquals("2 x 2 x 2 x 2", facts.get("shape"));
        assertEquals("2, 3, 4", facts.get("voxel size (mm)"));
        assertEquals("2.5", facts.get("repetition time (s)"));
        assertEquals("LAS", facts.get("orientation"));
        assertEquals("t statistic", facts.get("intent"));
        assertEquals(List.of(14.0, 0.0, 0.0), Volumes.read(file).intent().parameters());
        assertEquals("float32", facts.get("voxel type"));
        assertEquals("shape", facts.keySet().iterator().next());
        byte[] plain = new byte[400]; // as a file cut short within its voxels
        Path cut = folder.resolve("cut.nii");
        Volumes.write(volume, cut);
        System.arraycopy(Files.readAllBytes(cut), 0, plain, 0, 400);
        Files.write(cut, plain);
        assertEquals(List.of("volume-truncated"),
                Formats.detect(cut).summarise(cut).notices().stream().map(Notice::code).toList());
    }

    @Test
    void unknownFilesAreRefusedWithAListOfWhatIsKnown() throws IOException {
        Path text = Files.writeString(folder.resolve("notes.txt"), "nothing".repeat(300));
        FormatException e = assertThrows(FormatException.class, () -> Formats.detect(text));
        assertTrue(e.getMessage().contains("NIfTI (.nii.gz, .nii"), e.getMessage());
        assertThrows(NoSuchFileException.class, () -> Formats.detect(folder.resolve("absent.nii")));
        UnsupportedFeatureException w = assertThrows(UnsupportedFeatureException.class,
                () -> Volumes.write(volume, folder.resolve("a.docx")));
        assertTrue(w.getMessage().contains(".nii.gz"), w.getMessage());
        assertThrows(FormatException.class, () -> Formats.detect(folder)); // a folder
    }

    @Test
    void aFileOfTheRightNameButOtherContentIsExplainedByItsFormat() throws IOException {
        Path fake = Files.writeString(folder.resolve("fake.nii"), "x".repeat(1000));
        assertEquals(Match.NAME, new NiftiFormat().recognise(FileStart.of(fake)));
        FormatException e = assertThrows(FormatException.class, () -> Volumes.read(fake));
        assertTrue(e.getMessage().contains("expected 348 (NIfTI-1, Analyze 7.5) or 540 (NIfTI-2)"),
                e.getMessage());
    }

    @Test
    void noticesReachTheCaller() throws IOException {
        Path file = folder.resolve("n.nii");
        Volumes.write(volume, file);
        byte[] bytes = Files.readAllBytes(file);
        bytes[254] = 0; // sform code
        bytes[252] = 0; // qform code
        Files.write(file, bytes);
        List<Notice> notices = new ArrayList<>();
        Volumes.read(file, notices::add);
        assertEquals(List.of("nifti-no-orientation"), notices.stream().map(Notice::code).toList());
    }
}
