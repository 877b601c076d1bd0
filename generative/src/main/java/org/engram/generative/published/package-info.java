/** Which published weights the networks for images are, where several networks make one published model. */
package org.engram.generative.published;
