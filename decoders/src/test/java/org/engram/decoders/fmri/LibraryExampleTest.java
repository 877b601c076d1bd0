package org.engram.decoders.fmri;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.engram.compute.linalg.Matrix;
import org.engram.compute.validation.LeaveOneGroupOut;
import org.engram.decoders.classical.RidgeClassifier;
import org.engram.decoders.decoding.Decoder;
import org.engram.decoders.decoding.DecodingResult;
import org.engram.io.bids.BidsDataset;
import org.engram.io.bids.BoldSelector;
import org.engram.io.bids.EventOptions;
import org.engram.io.volume.Volumes;
import org.engram.preprocessing.fmri.maskers.Masker;
import org.engram.preprocessing.fmri.maskers.VoxelMasker;
import org.engram.preprocessing.volume.masking.Mask;
import org.engram.testdata.RealData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's "The library in ten lines", on the simulated dataset. */
class LibraryExampleTest {
    private static final Path DATASET = RealData.projectRoot().resolve("test-data/simulated-objects");

    @TempDir
    Path folder;

    @Test
    void theTenLinesOfTheReadmeDecodeTheSimulatedDataset() throws IOException {
        Path maskFile = DATASET.resolve("derivatives/simulated-prep/sub-01/func"
                + "/sub-01_task-objects_run-1_desc-brain_mask.nii.gz");
        Path patternsFile = folder.resolve("patterns.nii.gz");

        FmriStudy study = FmriStudy.find(BidsDataset.open(DATASET), "01", BoldSelector.of("task-objects"),
                EventOptions.defaults());
        Masker masker = VoxelMasker.of(Mask.of(Volumes.read(maskFile)));
        FmriSamples samples = FmriSampleReader.builder(masker).build().read(study);
        DecodingResult result = Decoder.builder(new RidgeClassifier()).splitter(new LeaveOneGroupOut("run"))
                .permutations(1000).seed(0).build()
                .decode(samples.features(), samples.labels(), samples.runs());
        String description = result.describe();
        Matrix patterns = result.weights().orElseThrow().patterns();
        Volumes.write(samples.masker().inverseTransform(patterns), patternsFile);

        assertTrue(result.score() > 0.6, description); // without the 4 s delay of the demo, chance is 0.25
        assertTrue(description.contains("1000 permutations"), description);
        assertArrayEquals(new long[] {24, 28, 20, 4}, Volumes.read(patternsFile).shape());
    }
}
