package org.engram.decoders.fmri;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.engram.compute.validation.FoldResult;
import org.engram.compute.validation.LeaveOneGroupOut;
import org.engram.core.Parallelism;
import org.engram.core.Progress;
import org.engram.decoders.classical.Classifiers;
import org.engram.decoders.decoding.Decoder;
import org.engram.decoders.decoding.DecodingResult;
import org.engram.io.bids.BidsDataset;
import org.engram.io.bids.BoldSelector;
import org.engram.io.bids.EventOptions;
import org.engram.preprocessing.fmri.confounds.ConfoundChoice;
import org.engram.preprocessing.fmri.maskers.VoxelMasker;
import org.engram.preprocessing.fmri.sampling.EventSampler;
import org.engram.preprocessing.fmri.sampling.SampleUnit;
import org.engram.testdata.RealData;
import org.junit.jupiter.api.Test;

/** The whole way from files to decision values against nibabel, scipy and scikit-learn (block_means.py). */
class SimulatedObjectsAgreementTest {
    private static final Path DATASET = RealData.projectRoot().resolve("test-data/simulated-objects");

    private static FmriStudy study() throws IOException {
        return FmriStudy.find(BidsDataset.open(DATASET), "01", BoldSelector.any(), EventOptions.defaults());
    }

    private static FmriSampleReader.Builder reader(FmriStudy study) throws IOException {
        AnalysisMask mask = AnalysisMask.choose(Optional.empty(), study, Parallelism.of(2), Progress.NONE,
                notice -> {});
        return FmriSampleReader.builder(notices -> VoxelMasker.of(mask.mask()))
                .sampler(new EventSampler(SampleUnit.BLOCK, 4)).parallelism(Parallelism.of(2));
    }

    @Test
    void blockMeansPredictionsAndDecisionValuesAreThoseOfScikitLearn() throws IOException {
        FmriStudy study = study();
        assertTrue(
                study.brainMask().orElseThrow().endsWith("sub-01_task-objects_run-1_desc-brain_mask.nii.gz"),
                "the mask of the derivatives serves the raw runs");
        FmriSamples samples = reader(study).build().read(study);
        DecodingResult result = Decoder.builder(Classifiers.named("ridge"))
                .splitter(new LeaveOneGroupOut("run")).build()
                .decode(samples.features(), samples.labels(), samples.runs());
        List<String> rows = rows();
        assertEquals(rows.size(), samples.labels().size());
        for (FoldResult fold : result.folds()) {
            int[] test = fold.split().test();
            for (int i = 0; i < test.length; i++) {
                String[] expected = rows.get(test[i]).split(",");
                assertEquals(expected[0], samples.runs().get(test[i]));
                assertEquals(Double.parseDouble(expected[1]), samples.onsetsSeconds().get(test[i]));
                assertEquals(expected[2], fold.truth().name(i));
                assertEquals(expected[3], fold.predicted().name(i), rows.get(test[i]));
                double sum = 0;
                double squares = 0;
                for (double value : samples.features().row(test[i])) {
                    sum += value;
                    squares += value * value;
                }
                // Sums of 3536 values near 1, each good to a few 1e-15 relative: 1e-8 is far above rounding alone.
                assertEquals(Double.parseDouble(expected[4]), sum, 1e-8);
                assertEquals(Double.parseDouble(expected[5]), squares, 1e-8);
                for (int c = 0; c < 4; c++) {
                    // The solve has condition number ~1e4 at alpha 1, so 1e-9 leaves room for another order of sums.
                    assertEquals(Double.parseDouble(expected[6 + c]), fold.decisionValues().row(i)[c], 1e-9);
                }
            }
        }
        assertEquals(0.875, result.confusion().accuracy(), 1e-15);
    }

    @Test
    void confoundsOfTheDerivativesServeTheRawRuns() throws IOException {
        FmriStudy study = study();
        for (FmriRun run : study.runs()) {
            assertTrue(run.confounds().orElseThrow().endsWith("derivatives/simulated-prep/sub-01/func/"
                    + "sub-01_task-objects_" + run.name() + "_desc-confounds_timeseries.tsv"));
        }
        FmriSamples plain = reader(study).build().read(study);
        FmriSamples cleaned = reader(study).confounds(ConfoundChoice.parse("trans_x,trans_y,csf")).build()
                .read(study);
        double difference = 0;
        for (int i = 0; i < plain.features().data().length; i++) {
            difference = Math.max(difference, Math.abs(plain.features().data()[i]
                    - cleaned.features().data()[i]));
        }
        assertTrue(difference > 0.1, "regressing out motion changes the samples by " + difference);
    }

    private static List<String> rows() throws IOException {
        try (InputStream in = SimulatedObjectsAgreementTest.class.getResourceAsStream("block_means.csv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().skip(1).toList();
        }
    }
}
