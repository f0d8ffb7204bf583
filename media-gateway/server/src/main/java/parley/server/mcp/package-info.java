/** The gateway as an MCP server: any agent framework can take part in a meeting without writing a brain. */
@NullMarked
package parley.server.mcp;

import org.jspecify.annotations.NullMarked;
