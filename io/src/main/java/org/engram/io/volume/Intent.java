package org.engram.io.volume;

import java.util.List;

/**
 * What the values of a volume mean, by the NIfTI-1 intent codes (0 none, 3 t, 5 z, 1001 estimate, 1002 label, ...).
 *
 * @param code the NIfTI intent code
 * @param parameters up to three numbers the code asks for, such as degrees of freedom
 * @param name a free name of at most 15 ASCII characters
 */
public record Intent(int code, List<Double> parameters, String name) {
    /** Nothing is said. */
    public static final Intent NONE = new Intent(0, List.of(), "");

    /** Copies the parameters. */
    public Intent {
        parameters = List.copyOf(parameters);
    }
}
