/**
 * Weight files: what the field publishes is read, checked, renamed and put into networks; what Engram trains is written.
 *
 * <pre>{@code
 * try (Checkpoint file = Checkpoints.open(Path.of("encoder.ckpt"))) {
 *     KeyMap names = KeyMap.builder("encoder").strip("^encoder\\.").drop("^head\\.").build();
 *     LoadReport report = WeightLoader.strict().keys(names).load(network, file);
 *     System.out.println(report);
 * }
 * }</pre>
 *
 * <p>Files are taken as hostile: nothing in them is executed, every size is checked before memory is asked for, and
 * tensors stay in the file until they are used.
 */
package org.engram.nn.checkpoints;
