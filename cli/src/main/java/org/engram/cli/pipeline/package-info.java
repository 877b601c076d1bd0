/**
 * A chain of work over all recordings of a BIDS dataset, as a file describes it: read, clean, epoch, report, decode. Each
 * step of each recording remembers from what it was made (files, settings, version), so that another run does only what is
 * missing or has changed.
 *
 * <pre>{@code
 * PipelineSettings settings = PipelineSettings.read(Path.of("run.yaml"));
 * PipelineResult result = PipelineRun.builder(settings, "1.0").build().execute();
 * }</pre>
 */
package org.engram.cli.pipeline;
