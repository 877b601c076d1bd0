package org.engram.cli.commands;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code engram checkpoint}: files of weights, whoever wrote them. */
@Command(name = "checkpoint", description = {
        "Looks into files of weights and converts them: safetensors (also sharded), PyTorch (.pt, .pth, .ckpt, .bin),"
                + " Keras and TensorFlow HDF5.",
        "No code in a file is ever run: what is not a tensor, a number or text is refused by name."}, synopsisSubcommandLabel = "COMMAND", footerHeading = "%nExamples:%n", footer = {
                "  engram checkpoint show model.pth            its tensors",
                "  engram checkpoint convert model.pth model.safetensors"}, subcommands = {
                        CheckpointShowCommand.class, CheckpointConvertCommand.class,
                        CommandLine.HelpCommand.class})
public final class CheckpointCommand extends EngramCommand {
    @Override
    public Integer call() {
        throw wrongUsage("say what to do: show or convert");
    }
}
