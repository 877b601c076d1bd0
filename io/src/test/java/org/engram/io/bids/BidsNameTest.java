package org.engram.io.bids;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.engram.core.EngramException;
import org.junit.jupiter.api.Test;

class BidsNameTest {
    @Test
    void namesAreCutIntoEntitiesSuffixAndExtension() {
        BidsName name = BidsName
                .parse("sub-01_ses-b_task-objects_run-1_space-MNI152NLin2009cAsym_desc-preproc_bold.nii.gz");
        assertEquals(List.of("sub", "ses", "task", "run", "space", "desc"),
                List.copyOf(name.entities().keySet()));
        assertEquals(Optional.of("objects"), name.entity("task"));
        assertEquals("bold", name.suffix());
        assertEquals(".nii.gz", name.extension());
        assertEquals(".dtseries.nii",
                BidsName.parse("sub-01_space-fsLR_den-91k_bold.dtseries.nii").extension());
        assertEquals("bold", BidsName.parse("bold.json").suffix());
    }

    @Test
    void namesAreWrittenInCanonicalOrder() {
        BidsName name = new BidsName(
                Map.of("desc", "x", "run", "1", "sub", "01", "task", "t", "contrast", "faceHouse"),
                "statmap", ".nii.gz");
        assertEquals("sub-01_task-t_run-1_contrast-faceHouse_desc-x_statmap.nii.gz", name.fileName());
        assertEquals("sub-01_task-t_run-1_space-T1w_mask.json",
                name.without("desc", "contrast").with("space", "T1w").withEnding("mask", ".json").fileName());
    }

    @Test
    void brokenNamesSayWhichPartIsWrong() {
        assertFailure("sub-01_run-1_run-2_bold.nii.gz", "the key \"run\" stands twice");
        assertFailure("sub-01_task_bold.nii.gz", "\"task\" is not key-label");
        assertFailure("sub-01_task-a.b_bold.nii.gz", "\"task-a.b\" is not key-label");
        assertFailure("sub-01_task-rest", "ends in \"task-rest\"");
        assertEquals(Optional.empty(), BidsName.tryParse("sub-01_run-1_run-2_bold.nii.gz"));
    }

    private static void assertFailure(String name, String expected) {
        String message = assertThrows(EngramException.class, () -> BidsName.parse(name)).getMessage();
        assertTrue(message.contains(expected) && message.contains(name), message);
    }
}
