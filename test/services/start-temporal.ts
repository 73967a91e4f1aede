import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client, Connection } from "@temporalio/client";
import { freePorts } from "../lab/free-ports.ts";
import { until } from "../lab/until.ts";
import { ServerProcess } from "./server-process.ts";
import { servicePrograms } from "./service-programs.ts";

/** A real Temporal server on a free port of 127.0.0.1, with its data in a file; the namespace is `default`. */
export interface Temporal {
  readonly address: string;
  readonly pid: number;
  /** A client of its own connection, closed when the server is removed. */
  client(): Promise<Client>;
  /** On the same port, with the same data. */
  start(): Promise<void>;
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** Stops it and removes its data. */
  remove(): Promise<void>;
}

/** It takes about a second. */
export async function startTemporal(): Promise<Temporal> {
  const { temporal: program } = servicePrograms();
  const folder = mkdtempSync(join(tmpdir(), "actdef-temporal-"));
  const [port] = await freePorts();
  const address = `127.0.0.1:${port}`;
  const flags = ["--ip", "127.0.0.1", "--port", String(port), "--db-filename", join(folder, "temporal.db")];
  const connections: Connection[] = [];
  let server: ServerProcess | undefined;
  const connectTo = async () => {
    const connection = await Connection.connect({ address, connectTimeout: "2s" });
    connections.push(connection);
    return connection;
  };
  const temporal: Temporal = {
    address,
    get pid() {
      return server?.pid ?? -1;
    },
    client: async () => new Client({ connection: await connectTo() }),
    async start() {
      const started = new ServerProcess(
        program,
        ["server", "start-dev", "--headless", "--log-level", "error", ...flags],
        {
          log: join(folder, "temporal.log"),
        },
      );
      server = started;
      await until("an open port", () => isOpen(port), { check: started.assertAlive });
      await until("a Temporal that knows its namespace", () => knowsNamespace(address), { check: started.assertAlive });
    },
    async stop(signal) {
      await server?.stop(signal);
    },
    async remove() {
      await Promise.allSettled(connections.map((connection) => connection.close()));
      await server?.stop("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await temporal.start();
  return temporal;
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(true));
    socket.once("error", () => resolve(false));
    socket.once("close", () => socket.destroy());
  });
}

async function knowsNamespace(address: string): Promise<boolean> {
  const connection = await Connection.connect({ address, connectTimeout: "2s" });
  try {
    await connection.workflowService.describeNamespace({ namespace: "default" });
    return true;
  } finally {
    await connection.close();
  }
}
