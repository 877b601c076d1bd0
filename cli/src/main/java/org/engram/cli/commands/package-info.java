/** The sub-commands: each parses its options, calls one library entry point and prints the outcome. */
package org.engram.cli.commands;
