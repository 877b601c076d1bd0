package org.engram.nn.operators;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.engram.nn.engine.Torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A function of the archive is compiled when it is first called, so a mistake in one that no other test calls would
 * wait for a user. Here every one is called, with arrays that suit none: the engine may refuse them, but only once
 * the function has compiled.
 */
class OperatorArchiveTest {
    private static final Pattern FUNCTION = Pattern
            .compile("def (\\w+)\\(self: __torch__.Operators, ([^)]*)\\) ->");

    static Stream<Arguments> functions() {
        return FUNCTION.matcher(OperatorArchive.source()).results()
                .filter(found -> !found.group(1).equals("forward"))
                // Parts of other functions: they compile with them.
                .filter(found -> !found.group(2).contains(": int") && !found.group(2).contains(": bool"))
                .map(OperatorArchiveTest::arguments);
    }

    private static Arguments arguments(MatchResult found) {
        List<String> types = new ArrayList<>();
        for (String parameter : found.group(2).split(", ")) {
            types.add(parameter.substring(parameter.indexOf(": ") + 2));
        }
        return Arguments.of(found.group(1), types);
    }

    @Test
    void noNameStandsTwice() {
        List<String> names = FUNCTION.matcher(OperatorArchive.source()).results().map(found -> found.group(1))
                .toList();
        assertEquals(names.stream().distinct().toList(), names);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("functions")
    void compiles(String function, List<String> types) {
        try (NDManager manager = Torch.newManager()) {
            List<NDArray> tensors = new ArrayList<>();
            Map<String, List<NDArray>> lists = new LinkedHashMap<>();
            for (int i = 0; i < types.size() - 1; i++) {
                NDArray array = manager.ones(new Shape(1));
                if (types.get(i).equals("Tensor")) {
                    tensors.add(array);
                } else {
                    lists.put("list" + i, List.of(array));
                }
            }
            try {
                TorchScript.call(function, tensors, lists);
            } catch (EngineException refused) {
                assertTrue(
                        refused.getMessage().contains("operation failed in the TorchScript interpreter"),
                        refused.getMessage());
            }
        }
    }
}
