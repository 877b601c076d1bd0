package org.engram.cli.terminal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.engram.core.EngramException;

/** What a person reads when a command fails. */
public final class FailureSentence {
    private FailureSentence() {}

    /**
     * @param e what went wrong
     * @return one sentence a person can act on; a defect of ours is called one
     */
    public static String of(Throwable e) {
        if (e instanceof EngramException) {
            return e.getMessage();
        }
        if (e instanceof UncheckedIOException io) {
            return of(io.getCause());
        }
        if (e instanceof NoSuchFileException missing) {
            return missing.getFile() + ": no such file or folder";
        }
        if (e instanceof FileAlreadyExistsException exists) {
            return exists.getFile() + ": exists already";
        }
        if (e instanceof FileSystemException file) {
            return file.getFile() + ": " + (file.getReason() == null
                    ? file.getClass().getSimpleName()
                    : file.getReason());
        }
        if (e instanceof IOException) {
            return e.getMessage();
        }
        if (e instanceof OutOfMemoryError) {
            return "out of memory: give Java more with ENGRAM_JAVA_OPTIONS=-Xmx16g, or ask for less at once (a smaller mask, fewer channels, a shorter stretch)";
        }
        return "internal error, please report it (set ENGRAM_DEBUG=1 for details): " + e;
    }
}
