/**
 * Pictures of brains in a page: the interactive viewer, and the static slices that stand in for it where there is no
 * script, no WebGL, or only paper. A page is one file that holds its script and its data and asks nothing of any
 * network, so it opens from a disk, a mail or an archive and shows the same in ten years.
 *
 * <pre>{@code
 * ViewerScene scene = ViewerScene.builder("Faces against houses")
 *     .base(ViewerImage.ofFile(Path.of("T1w.nii.gz")).withLabel("anatomy"))
 *     .overlay(ViewerImage.ofFile(Path.of("zmap.nii.gz")).withLabel("z").withColourMap(ColourMap.WARM_COOL)
 *         .withRange(3.1, 8))
 *     .build();
 * ViewerPage.write(scene, Path.of("view.html"));
 * }</pre>
 */
package org.engram.cli.viewer;
