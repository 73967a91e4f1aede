import { EventEmitter } from "node:events";
import type { Readable } from "node:stream";

interface Line {
  /** With nanoseconds, as logs have it. */
  readonly time: string;
  /** With its line break, where it has one. */
  readonly text: string;
}

/** As many characters as the kubelet keeps of one container before it rotates. */
const KEPT = 10 * 2 ** 20;

/** What one run of a container wrote to its output and error streams, line by line as it comes. */
export class ContainerLog extends EventEmitter<{ line: [Line]; end: [] }> {
  readonly #lines: Line[] = [];
  #size = 0;
  ended = false;

  constructor() {
    super();
    this.setMaxListeners(0);
  }

  get lines(): readonly Line[] {
    return this.#lines;
  }

  /** Takes all that streams bring; done when each has ended. */
  async take(streams: readonly Readable[]): Promise<void> {
    await Promise.all(streams.map((stream) => this.#takeOne(stream)));
    this.ended = true;
    this.emit("end");
  }

  /** The last characters, of at most that many lines: what a termination message falls back to. */
  tail(lines: number, characters: number): string {
    const texts = this.#lines.slice(-lines).map(({ text }) => text);
    return texts.join("").slice(-characters);
  }

  async #takeOne(stream: Readable): Promise<void> {
    let rest = "";
    for await (const chunk of stream.setEncoding("utf8")) {
      const parts = (rest + chunk).split(/(?<=\n)/);
      rest = parts.at(-1)?.endsWith("\n") ? "" : (parts.pop() ?? "");
      for (const part of parts) this.#add(part);
    }
    if (rest) this.#add(rest);
  }

  #add(text: string): void {
    const line = { time: new Date().toISOString().replace("Z", "000000Z"), text };
    this.#lines.push(line);
    this.#size += text.length;
    while (this.#size > KEPT) this.#size -= this.#lines.shift()?.text.length ?? 0;
    this.emit("line", line);
  }
}
