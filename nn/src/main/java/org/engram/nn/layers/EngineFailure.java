package org.engram.nn.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.Locale;
import java.util.stream.Collectors;
import org.engram.core.EngramException;
import org.engram.core.ShapeException;

/** Turns what the engine says into one sentence that names the layer, its shapes and what to do. */
final class EngineFailure {
    private EngineFailure() {}

    static EngramException in(Layer layer, NDList inputs, RuntimeException failure) {
        String place = (layer.path().isEmpty() ? "the network" : layer.path()) + " ("
                + layer.getClass().getSimpleName() + ")";
        String shapes = inputs.stream().map(EngineFailure::describe).collect(Collectors.joining(", "));
        String said = said(failure);
        String lower = said.toLowerCase(Locale.ROOT);
        if (lower.contains("out of memory") || lower.contains("can't allocate memory")
                || lower.contains("not enough memory")) {
            return new EngramException("out of memory in " + place + " on input " + shapes + " (" + said
                    + "): lower the batch size or the size of the crop", failure);
        }
        String parameters = layer.getDirectParameters().stream()
                .map(p -> p.getKey() + " " + p.getValue().getShape()).collect(Collectors.joining(", "));
        ShapeException found = new ShapeException(place + " cannot take input " + shapes
                + (parameters.isEmpty() ? "" : " with " + parameters) + ": " + said);
        found.initCause(failure);
        return found;
    }

    private static String describe(NDArray array) {
        return array.getShape() + " " + array.getDataType();
    }

    /** The first line of the engine's message without its C++ stack. */
    private static String said(RuntimeException failure) {
        String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        return message.lines().map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("The following operation failed")
                        && !line.startsWith("Traceback"))
                .reduce((first, second) -> second.startsWith("RuntimeError") ? second : first)
                .orElse(message);
    }
}
