package org.engram.io.volume.nifti;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.engram.core.FormatException;
import org.engram.core.Notice;

/** Collects what is odd about one file; refuses it at the first oddity when reading is strict. */
final class NiftiNotices {
    private final Path file;
    private final NiftiReader.Tolerance tolerance;
    private final List<Notice> all = new ArrayList<>();

    NiftiNotices(Path file, NiftiReader.Tolerance tolerance) {
        this.file = file;
        this.tolerance = tolerance;
    }

    void add(String code, String text) {
        add(new Notice(code, file + ": " + text));
    }

    void add(Notice notice) {
        if (tolerance == NiftiReader.Tolerance.STRICT) {
            throw new FormatException(file, notice.text() + "; refused because reading is strict");
        }
        all.add(notice);
    }

    boolean isLenient() { return tolerance == NiftiReader.Tolerance.LENIENT; }

    Path file() {
        return file;
    }

    List<Notice> all() {
        return List.copyOf(all);
    }
}
