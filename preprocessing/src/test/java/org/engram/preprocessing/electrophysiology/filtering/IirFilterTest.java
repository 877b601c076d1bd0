package org.engram.preprocessing.electrophysiology.filtering;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.engram.compute.signal.SecondOrderSections;
import org.engram.core.EngramException;
import org.engram.io.recording.Annotation;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Recording;
import org.junit.jupiter.api.Test;

/** Against the golden values of the specification, MNE-Python 1.3 and SciPy 1.10. */
class IirFilterTest {
    private static double[] reference(String name) throws IOException {
        return Golden.array(IirFilterTest.class, "filtering.npz", name);
    }

    @Test
    void bandPassOfTheTestSignal() {
        double[] y = IirFilter.bandPass(1, 40, 250).apply(Golden.signal(2500, 250));
        assertArrayEquals(
                new double[] {0.0077894531862, 0.53537774680, 1.4369334815, 0.80392329456, 0.011442581399},
                new double[] {y[0], y[1], y[100], y[1250], y[2499]}, 1e-9);
    }

    @Test
    void shortAndLongSignalsAgreeWithMne() throws IOException {
        for (int n : new int[] {40, 1501}) {
            Golden.near(reference("iir_bp_" + n), IirFilter.bandPass(1, 40, 250).apply(Golden.signal(n, 250)),
                    1e-8,
                    "band-pass of " + n);
            Golden.near(reference("iir_lp_" + n), IirFilter.lowPass(30, 250).apply(Golden.signal(n, 250)),
                    1e-8,
                    "low-pass of " + n);
        }
        assertEquals(1, IirFilter.bandPass(1, 40, 250).apply(new double[] {3}).length);
    }

    @Test
    void ringingIsThatOfMne() throws IOException {
        assertEquals(reference("iir_ringing")[0], IirFilter.bandPass(1, 40, 250).ringingSamples());
        assertEquals(reference("hp_ringing")[0], IirFilter.highPass(0.1, 250).ringingSamples());
    }

    @Test
    void forwardInPiecesIsForwardAtOnce() throws IOException {
        double[] x = Golden.signal(1501, 250);
        IirFilter filter = IirFilter.bandPass(1, 40, 250);
        Golden.near(reference("iir_forward"), filter.applyForward(x), 1e-8, "forward");
        double[] pieces = x.clone();
        assertArrayEquals(filter.apply(x), filter.apply(x, 97), 0.0);
        SectionCascade stream = filter.stream();
        stream.forward(pieces, 0, 100);
        stream.forward(pieces, 100, 101);
        stream.forward(pieces, 101, 1501);
        assertArrayEquals(filter.applyForward(x), pieces, 0.0);
    }

    @Test
    void notchCoefficientsAreThoseOfSciPy() throws IOException {
        double[] c = IirFilter.notch(60, 30, 2048).sections().section(0);
        double[] expected = reference("iirnotch");
        assertArrayEquals(new double[] {expected[0], expected[1], expected[2], expected[4], expected[5]}, c,
                1e-14);
        assertArrayEquals(new double[] {0.99694141, -1.96019715, 0.99694141, -1.96019715, 0.99388282}, c,
                1e-8);
    }

    @Test
    void recordingsAreFilteredStretchByStretch() throws IOException {
        double[] x = Golden.signal(3000, 250);
        Recording recording = Recording
                .of(List.of(Channel.of("Cz", ChannelType.EEG), Channel.of("T", ChannelType.STIM)), 250,
                        new double[][] {x, x})
                .toBuilder().annotations(List.of(Annotation.of(4, 1, Annotation.ACQUISITION_GAP))).build();
        IirFilter filter = IirFilter.bandPass(1, 40, 250);
        double[][] y = filter.apply(recording).read(0, 3000);
        double[] expected = x.clone();
        System.arraycopy(filter.apply(Arrays.copyOfRange(x, 0, 1000)), 0, expected, 0, 1000);
        System.arraycopy(filter.apply(Arrays.copyOfRange(x, 1250, 3000)), 0, expected, 1250, 1750);
        assertArrayEquals(expected, y[0], 1e-13);
        assertArrayEquals(x, y[1], 0.0);
        assertArrayEquals(Arrays.copyOfRange(y[0], 990, 1300),
                filter.apply(recording).read(new int[] {0}, 990, 310)[0], 0.0);
        assertEquals(40, filter.apply(recording).channels().get(0).band().lowPassHz());
    }

    @Test
    void scratchFilesHoldWhatWasWritten() throws IOException {
        try (ScratchSamples scratch = new ScratchSamples(3, 100_000, 0)) {
            double[] x = Golden.signal(70_000, 250);
            scratch.writeChannel(1, 20_000, 70_000, x, 0);
            double[][] y = new double[1][70_002];
            scratch.read(new int[] {1}, 19_999, 70_002, y, 0);
            assertEquals(0, y[0][0]);
            assertEquals(0, y[0][70_001]);
            assertArrayEquals(x, Arrays.copyOfRange(y[0], 1, 70_001), 0.0);
            scratch.read(new int[] {2}, 90_000, 10_000, y, 0);
            assertEquals(0, y[0][9999]);
        }
    }

    @Test
    void unstableFiltersAreRefused() {
        assertThrows(EngramException.class,
                () -> IirFilter.of(new SecondOrderSections(new double[][] {{1, 0, 0, -2.1, 1.05}}, 100)));
        assertThrows(IllegalArgumentException.class, () -> IirFilter.notch(60, 30, 100));
    }
}
