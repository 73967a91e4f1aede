import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

/** Splits what a server sends into its messages, and tells of each whether it ends an answer. */
export interface Protocol {
  /** The length of the message that begins here; undefined where too little of it has come. */
  lengthAt(bytes: Buffer): number | undefined;
  endsAnswer(message: Buffer): boolean;
}

/** Postgres, from the server: a type, and a length that counts itself. `Z`: it is ready for the next statement. */
export const POSTGRES: Protocol = {
  lengthAt: (bytes) => (bytes.length < 5 ? undefined : 1 + bytes.readUInt32BE(1)),
  endsAnswer: (message) => message[0] === 0x5a,
};

/** HTTP/2 (RFC 9113): nine bytes before each frame. Headers that end a stream are the end of a call of gRPC. */
export const GRPC: Protocol = {
  lengthAt: (bytes) => (bytes.length < 9 ? undefined : 9 + bytes.readUIntBE(0, 3)),
  endsAnswer: (message) => message[3] === 1 && ((message[4] ?? 0) & 1) === 1,
};

/**
 * A proxy before a server on 127.0.0.1 that knows where an answer ends, so that a test can do something exactly when the
 * server has done what it was asked for, and the client does not know it yet.
 */
export class TcpProxy {
  /** Answers since it was started or cleared. */
  answers = 0;
  /** Awaited at the end of each answer, before it is passed on, with its number from 1. */
  onAnswer: ((nth: number) => void | Promise<void>) | undefined;
  /** Connections since it was started or cleared. */
  connections = 0;
  /** Called for each connection, with its number from 1. */
  onConnection: ((nth: number) => void) | undefined;
  /** Called when a connection is closed. */
  onDisconnection: (() => void) | undefined;
  /** How much later everything is passed on that the server sends. */
  delayMs = 0;
  readonly port: number;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(server: Server) {
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
  }

  static async start(port: number, protocol: Protocol): Promise<TcpProxy> {
    const server = createServer((socket) => proxy.#connect(socket, port, protocol));
    await once(server.listen(0, "127.0.0.1"), "listening");
    const proxy = new TcpProxy(server);
    return proxy;
  }

  clear(): void {
    this.answers = 0;
    this.onAnswer = undefined;
    this.connections = 0;
    this.onConnection = undefined;
    this.onDisconnection = undefined;
    this.delayMs = 0;
  }

  /** Breaks all connections. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async stop(): Promise<void> {
    this.cut();
    await once(this.#server.close(), "close");
  }

  #connect(client: Socket, port: number, protocol: Protocol): void {
    this.connections++;
    this.onConnection?.(this.connections);
    const server = connect(port, "127.0.0.1");
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      this.#sockets.add(socket);
      socket.on("error", () => other.destroy());
      socket.once("close", () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
    }
    client.once("close", () => this.onDisconnection?.());
    client.pipe(server);
    this.#passOn(server, client, protocol).catch(() => client.destroy());
  }

  async #passOn(server: Socket, client: Socket, protocol: Protocol): Promise<void> {
    let rest: Buffer = Buffer.alloc(0);
    for await (const chunk of server) {
      rest = Buffer.concat([rest, chunk as Buffer]);
      if (this.delayMs > 0) await pause(this.delayMs);
      for (;;) {
        const length = protocol.lengthAt(rest);
        if (length === undefined || rest.length < length) break;
        const message = rest.subarray(0, length);
        rest = rest.subarray(length);
        if (protocol.endsAnswer(message)) {
          this.answers++;
          await this.onAnswer?.(this.answers);
        }
        client.write(message);
      }
    }
    client.end();
  }
}
