package org.engram.cli.results;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.core.Notice;
import org.engram.decoders.fmri.AnalysisMask;
import org.engram.decoders.fmri.FmriRun;
import org.engram.decoders.fmri.FmriStudy;
import org.engram.io.provenance.Provenance;
import org.engram.io.provenance.ProvenanceRecorder;

/** Records how a command came to its results, for the sidecars. */
public final class RunRecord {
    private final ProvenanceRecorder recorder;

    private RunRecord(ProvenanceRecorder recorder) {
        this.recorder = recorder;
    }

    /**
     * Begins; the time runs from here.
     *
     * @param version of Engram
     * @param words the command line without the program
     * @param parameters every option that has a value, given or default
     * @param seed of all random choices
     * @return the record
     */
    public static RunRecord start(String version, List<String> words, Map<String, Object> parameters,
            long seed) {
        ProvenanceRecorder recorder = ProvenanceRecorder.start("Engram", version, words).seed(seed)
                .environment("BLAS", DenseAlgebra.libraryName());
        parameters.forEach(recorder::parameter);
        return new RunRecord(recorder);
    }

    /**
     * @param file a file that went into the result
     * @throws IOException if it cannot be read
     */
    public void input(Path file) throws IOException {
        recorder.input(file);
    }

    /**
     * Records the files of an fMRI analysis.
     *
     * @param study the runs
     * @param mask the mask
     * @param anatomy an anatomy a person chose, or null
     * @throws IOException if one cannot be read
     */
    public void inputs(FmriStudy study, AnalysisMask mask, Path anatomy) throws IOException {
        for (FmriRun run : study.runs()) {
            recorder.input(run.image());
        }
        if (mask.file().isPresent()) {
            recorder.input(mask.file().get());
        }
        if (anatomy != null) {
            recorder.input(anatomy);
        }
    }

    /**
     * @param notices what a person should know about the work
     * @return the record up to now
     */
    public Provenance finish(List<Notice> notices) {
        recorder.notices(notices);
        return recorder.finish();
    }
}
