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

    /**
     * @param degreesOfFreedom of the test
     * @return values are Student's t
     */
    public static Intent t(double degreesOfFreedom) {
        return new Intent(3, List.of(degreesOfFreedom, 0.0, 0.0), "");
    }

    /**
     * @param numerator degrees of freedom
     * @param denominator degrees of freedom
     * @return values are Fisher's F
     */
    public static Intent f(double numerator, double denominator) {
        return new Intent(4, List.of(numerator, denominator, 0.0), "");
    }

    /** @return values are standard normal scores */
    public static Intent z() {
        return new Intent(5, List.of(), "");
    }

    /** @return values are probabilities, 0 to 1 */
    public static Intent p() {
        return new Intent(22, List.of(), "");
    }

    /** @return values are whole numbers that name regions */
    public static Intent label() {
        return new Intent(1002, List.of(), "");
    }

    /** @return what the code means in words, or {@code "code n"} for one Engram does not know */
    public String meaning() {
        return switch (code) {
            case 0 -> "none";
            case 2 -> "correlation";
            case 3 -> "t statistic";
            case 4 -> "F statistic";
            case 5 -> "z score";
            case 6 -> "chi-squared statistic";
            case 22 -> "p value";
            case 23 -> "natural logarithm of p";
            case 24 -> "decimal logarithm of p";
            case 1001 -> "estimate";
            case 1002 -> "label";
            case 1005 -> "symmetric matrix";
            case 1006 -> "displacement vector";
            case 1007 -> "vector";
            case 1008 -> "point set";
            case 1009 -> "triangles";
            case 2001 -> "time series";
            case 2002 -> "node index";
            case 2003 -> "RGB vector";
            case 2004 -> "RGBA vector";
            case 2005 -> "shape";
            case 2006, 2007, 2008, 2009 -> "FSL warp field";
            case 2016, 2017, 2018 -> "FSL topup field";
            default -> code >= 3000 && code <= 3015 ? "CIFTI" : "code " + code;
        };
    }
}
