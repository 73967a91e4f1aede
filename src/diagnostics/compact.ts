import { printable } from "./frame.ts";
import { place, type Renderer } from "./render.ts";

/** One line a diagnostic: `path:line:column: severity[code]: message`. */
export const renderCompact: Renderer = (diagnostics, options) =>
  diagnostics
    .map((it) => `${printable(`${place(it, options)}: ${it.severity}[${it.code}]: ${it.message}`)}\n`)
    .join("");
