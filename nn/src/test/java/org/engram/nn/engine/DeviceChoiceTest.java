package org.engram.nn.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import org.engram.core.EngramException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceChoiceTest {
    @Test
    void theCpuIsAlwaysThere() {
        assertEquals(Device.cpu(), DeviceChoice.of("CPU").device());
    }

    @Test
    void autoTakesAGpuOnlyWhereThereIsOne() {
        Device found = DeviceChoice.of("auto").device();
        assertEquals(Torch.gpuCount() > 0 ? Device.gpu(0) : Device.cpu(), found);
    }

    @Test
    void aMissingGpuIsExplained() {
        assumeTrue(Torch.gpuCount() == 0);
        String said = assertThrows(EngramException.class, () -> DeviceChoice.of("gpu:1").device())
                .getMessage();
        assertTrue(said.contains("--device gpu:1") && said.contains("PYTORCH_LIBRARY_PATH"), said);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cuda", "gpu:", "gpu:-1", "gpu:1234567890", ""})
    void otherWordsAreRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> DeviceChoice.of(text));
    }
}
