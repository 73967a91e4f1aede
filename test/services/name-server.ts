import { createSocket } from "node:dgram";
import { once } from "node:events";

/** A DNS server of a test, on a free UDP port of 127.0.0.1: names it knows have the address 127.0.0.1, others do not exist. */
export interface NameServer {
  readonly port: number;
  stop(): Promise<void>;
}

const HEADER_BYTES = 12;
const QUESTION_FIXED_BYTES = 4;
const TYPE_A = 1;
/** A response, by an authority (RFC 1035, 4.1.1). */
const FLAGS = 0x8400;
const NO_SUCH_NAME = 3;

export async function startNameServer(names: readonly string[]): Promise<NameServer> {
  const socket = createSocket("udp4");
  socket.on("message", (query, { port, address }) => socket.send(answer(query, names), port, address));
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  return {
    port: socket.address().port,
    async stop() {
      socket.close();
      await once(socket, "close");
    },
  };
}

function answer(query: Buffer, names: readonly string[]): Buffer {
  const { name, end } = questionName(query);
  const isKnown = names.includes(name);
  const hasAddress = isKnown && query.readUInt16BE(end) === TYPE_A;
  const header = Buffer.from(query.subarray(0, HEADER_BYTES));
  header.writeUInt16BE(isKnown ? FLAGS : FLAGS | NO_SUCH_NAME, 2);
  header.writeUInt16BE(hasAddress ? 1 : 0, 6);
  header.fill(0, 8);
  const question = query.subarray(HEADER_BYTES, end + QUESTION_FIXED_BYTES);
  // The name by a pointer to the question, type A, class IN, a second to live, four bytes.
  const record = Buffer.from([0xc0, HEADER_BYTES, 0, TYPE_A, 0, 1, 0, 0, 0, 1, 0, 4, 127, 0, 0, 1]);
  return Buffer.concat([header, question, ...(hasAddress ? [record] : [])]);
}

function questionName(query: Buffer): { name: string; end: number } {
  const labels: string[] = [];
  let at = HEADER_BYTES;
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString("ascii", at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join("."), end: at + 1 };
}
