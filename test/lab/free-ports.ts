import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";

/** Three ports of 127.0.0.1 that nobody listens on; all are held until each is known, so that they differ. */
export async function freePorts(): Promise<[number, number, number]> {
  const servers = [createServer(), createServer(), createServer()];
  for (const server of servers) await once(server.listen(0, "127.0.0.1"), "listening");
  const [first = 0, second = 0, third = 0] = servers.map((server) => (server.address() as AddressInfo).port);
  for (const server of servers) await once(server.close(), "close");
  return [first, second, third];
}
