package org.engram.benchmarks.recordings;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.engram.io.recording.Recording;
import org.junit.jupiter.api.Test;

class StreamedDecodingTest {
    @Test
    void theRhythmThatFollowsEventsIsDecoded() throws IOException {
        // The covariance of a trial shows in which half of the channels the rhythm is; chance is a half.
        double accuracy = new StreamedDecoding(8, 120_000, 40).run();
        assertTrue(accuracy > 0.9, () -> "accuracy " + accuracy);
    }

    @Test
    void theMadeUpRecordingIsTheSameHoweverItIsRead() throws IOException {
        Recording recording = new MadeUpRecording(4, 1000, 30_000, 5).recording(30_000);
        double[][] all = recording.read(0, 30_000);
        double[][] part = recording.read(new int[] {3, 1}, 3_500, 900);
        for (int t = 0; t < 900; t++) {
            assertArrayEquals(new double[] {all[3][3_500 + t], all[1][3_500 + t]},
                    new double[] {part[0][t], part[1][t]});
        }
    }
}
