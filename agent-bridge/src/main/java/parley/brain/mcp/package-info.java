/** Tools of MCP servers, over standard input and output or HTTP, for the brain with a language model. */
@NullMarked
package parley.brain.mcp;

import org.jspecify.annotations.NullMarked;
