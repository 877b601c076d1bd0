package org.engram.preprocessing.fmri.confounds;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.io.table.JsonFile;
import org.engram.io.table.TableFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The expectations are made by confounds.py, which lies beside them. */
class FmriprepConfoundsTest {
    private static final String NAME = "sub-01_task-rest_desc-confounds_timeseries";

    @TempDir
    Path folder;

    private static Path resource(String name) {
        try {
            return Path
                    .of(Objects.requireNonNull(FmriprepConfoundsTest.class.getResource(name), name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path table() {
        return resource(NAME + ".tsv");
    }

    static Map<String, ConfoundStrategy> strategies() {
        ConfoundStrategy scrubbing = ConfoundStrategy.named("scrubbing");
        ConfoundStrategy compcor = ConfoundStrategy.named("compcor");
        return Map.of("simple", ConfoundStrategy.named("simple"), "scrubbing", scrubbing,
                "scrubbing without gaps closed", scrubbing.toBuilder().shortestKeptRun(0).build(),
                "scrubbing other thresholds",
                scrubbing.toBuilder().shortestKeptRun(6).framewiseDisplacementThresholdMillimetres(0.95)
                        .standardizedDvarsThreshold(1.9).build(),
                "compcor", compcor, "compcor separated",
                compcor.toBuilder().compcor(CompCor.ANAT_SEPARATED).compcorComponents(2).build(),
                "compcor temporal and combined",
                compcor.toBuilder().compcor(CompCor.TEMPORAL_ANAT_COMBINED).build(), "ica_aroma",
                ConfoundStrategy.named("ica_aroma"), "ica_aroma basic",
                ConfoundStrategy.icaAromaPreset().toBuilder().icaAroma(IcaAroma.BASIC).build(),
                "global derivatives",
                ConfoundStrategy.builder().highPass(false).motion(Expansion.POWER2)
                        .whiteMatterCsf(Expansion.NONE)
                        .globalSignal(Expansion.DERIVATIVES).demean(false).build());
    }

    static List<String> names() {
        return strategies().keySet().stream().sorted().toList();
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyStrategyGivesTheRegressorsAndVolumesOfTheReference(String name) throws IOException {
        ConfoundStrategy strategy = strategies().get(name);
        boolean cleaned = strategy.icaAroma() == IcaAroma.FULL;
        Path image = Path
                .of("sub-01_task-rest_desc-" + (cleaned ? "smoothAROMAnonaggr" : "preproc") + "_bold.nii.gz");
        Confounds confounds = FmriprepConfounds.load(table(), image, strategy);
        Map<?, ?> expected = (Map<?, ?>) JsonFile.read(resource("expected.json")).get(name);
        assertEquals(expected.get("names"), confounds.names());
        List<?> kept = (List<?>) expected.get("kept");
        assertArrayEquals(kept.stream().mapToInt(v -> (Integer) v).toArray(), confounds.keptVolumes());
        assertEquals(40, confounds.volumes());
        Map<?, ?> rows = (Map<?, ?>) expected.get("rows");
        assertEquals(5, rows.size());
        rows.forEach((row, values) -> {
            double[] reference = ((List<?>) values).stream().mapToDouble(v -> ((Number) v).doubleValue())
                    .toArray();
            // The same doubles summed in another order: values reach 4e5 (squares), so 1e-9 is 10 ulp of their mean.
            assertArrayEquals(reference, confounds.regressors().row(Integer.parseInt((String) row)), 1e-9);
        });
        assertEquals(List.of(), confounds.notices());
    }

    @Test
    void moreComponentsThanThereAreGiveANotice() throws IOException {
        Confounds confounds = FmriprepConfounds.load(table(),
                ConfoundStrategy.builder().motion(Expansion.NONE)
                        .whiteMatterCsf(Expansion.NONE).compcor(CompCor.ANAT_SEPARATED).compcorComponents(3)
                        .build());
        assertEquals(3 + 3 + 2, confounds.names().size());
        assertEquals(List.of("confounds-fewer-components"),
                confounds.notices().stream().map(Notice::code).toList());
        assertTrue(confounds.notices().get(0).text().contains("mask \"CSF\" asked for, all 2 there are"));
    }

    @Test
    void compcorNeedsHighPass() {
        var builder = ConfoundStrategy.compcorPreset().toBuilder().highPass(false);
        assertTrue(assertThrows(IllegalArgumentException.class, builder::build).getMessage()
                .contains("compcor needs highPass"));
    }

    @Test
    void imageAndStrategyMustFit() {
        Path raw = Path.of("sub-01_task-rest_desc-preproc_bold.nii.gz");
        Path cleaned = Path.of("sub-01_task-rest_desc-smoothAROMAnonaggr_bold.nii.gz");
        assertTrue(assertThrows(EngramException.class,
                () -> FmriprepConfounds.load(table(), raw, ConfoundStrategy.icaAromaPreset())).getMessage()
                .contains("needs the image that fMRIPrep has cleaned"));
        assertTrue(assertThrows(EngramException.class,
                () -> FmriprepConfounds.load(table(), cleaned, ConfoundStrategy.simplePreset())).getMessage()
                .contains("has cleaned this image already"));
        assertThrows(IllegalArgumentException.class,
                () -> FmriprepConfounds.load(table(), ConfoundStrategy.icaAromaPreset()));
    }

    private String failure(String content, ConfoundStrategy strategy) throws IOException {
        Path file = Files.writeString(folder.resolve(NAME + ".tsv"), content);
        String message = assertThrows(EngramException.class, () -> FmriprepConfounds.load(file, strategy))
                .getMessage();
        assertTrue(message.startsWith(file.toString()), message);
        return message;
    }

    @Test
    void oldAndHeaderlessFilesNameTheOldestVersionRead() throws IOException {
        ConfoundStrategy simple = ConfoundStrategy.simplePreset();
        String old = failure("WhiteMatter\tstdDVARS\tX\n1\t2\t3\n1\t2\t3\n", simple);
        assertTrue(old.contains("(WhiteMatter, stdDVARS, X)") && old.contains("fMRIPrep 1.2"), old);
        String headerless = failure("n/a\t0.5\t1e-3\n1\t2\t3\n", simple);
        assertTrue(headerless.contains("line 1 holds numbers") && headerless.contains("fMRIPrep 1.2"),
                headerless);
    }

    @Test
    void missingColumnsAndValuesAreNamed() throws IOException {
        ConfoundStrategy tissue = ConfoundStrategy.builder().highPass(false).motion(Expansion.NONE).build();
        String missing = failure("csf\twhite_mater\n1\t2\n3\t4\n", tissue);
        assertTrue(
                missing.contains("lacks the columns white_matter")
                        && missing.contains("mean \"white_mater\""),
                missing);
        String hole = failure("csf\twhite_matter\nn/a\t2\n3\t4\n5\tn/a\n", tissue);
        assertTrue(hole.contains("column \"white_matter\" has no finite number on line 4"), hole);
        ConfoundStrategy compcor = ConfoundStrategy.compcorPreset().toBuilder().motion(Expansion.NONE)
                .build();
        assertTrue(failure("cosine00\ta_comp_cor_00\n1\t2\n3\t4\n", compcor)
                .contains("needs " + NAME + ".json"));
        ConfoundStrategy aroma = tissue.toBuilder().icaAroma(IcaAroma.BASIC).build();
        assertTrue(failure("csf\twhite_matter\n1\t2\n3\t4\n", aroma).contains("no column aroma_motion_NN"));
    }

    @Test
    void aRunWithoutUsableVolumesIsAnError() throws IOException {
        ConfoundStrategy scrub = ConfoundStrategy.builder().highPass(false).motion(Expansion.NONE)
                .whiteMatterCsf(Expansion.NONE).scrubbing(true).build();
        String message = failure("framewise_displacement\tstd_dvars\nn/a\tn/a\n0.1\t1\n0.9\t1\n0.1\t1\n",
                scrub);
        assertTrue(message.contains("all 4 volumes are left out") && message.contains("0.5 mm"), message);
    }

    @Test
    void columnsOfAnyTableAreTakenByNameOrPattern() throws IOException {
        var table = TableFile.read(table());
        Confounds confounds = Confounds.select(table, List.of("csf", "trans_.", "rot_[xyz]", "trans_x"),
                true);
        assertEquals(List.of("csf", "trans_x", "trans_y", "trans_z", "rot_x", "rot_y", "rot_z"),
                confounds.names());
        double mean = Arrays.stream(confounds.regressors().column(0)).average().orElseThrow();
        assertEquals(0, mean, 1e-12, "means of numbers near 500 round at 1e-13");
        String message = assertThrows(EngramException.class,
                () -> Confounds.select(table, List.of("trans_w"), true)).getMessage();
        assertTrue(message.contains("did you mean \"trans_x\""), message);
        Confounds both = confounds.and(Confounds.select(table, List.of("cosine.*"), false));
        assertEquals(10, both.names().size());
        assertEquals(table.numbers("cosine02")[5], both.regressors().get(5, 9));
        assertThrows(EngramException.class, () -> both.and(confounds));
    }
}
