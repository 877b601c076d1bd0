package org.engram.compute.linalg;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;
import org.engram.core.UnsupportedFeatureException;

/**
 * Loads OpenBLAS once, and turns its absence into one sentence. Every class of this package asks here before its first
 * native call.
 */
final class NativeBlas {
    private static final LinkageError FAILURE = load();

    private NativeBlas() {}

    /** Fails with a readable message when OpenBLAS cannot be loaded on this machine; otherwise does nothing. */
    static void require() {
        if (FAILURE != null) {
            throw new UnsupportedFeatureException(message(Loader.Detector.getPlatform(), FAILURE));
        }
    }

    /** Whether OpenBLAS is there; loads it on the first call. */
    static boolean isAvailable() {
        return FAILURE == null;
    }

    static String message(String platform, Throwable failure) {
        String first = String.valueOf(failure.getMessage()).lines().findFirst().orElse("no reason given");
        return "the OpenBLAS native library for " + platform + " could not be loaded (" + first
                + "): put the openblas and javacpp jars with classifier \"" + platform
                + "\" beside the other libraries, or build Engram with -Dnative.platform=" + platform;
    }

    private static LinkageError load() {
        try {
            Loader.load(openblas.class);
            return null;
        } catch (LinkageError e) {
            return e;
        }
    }
}
