import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Registry } from "prom-client";

export interface HealthServer {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Answers `/livez` (this process answers), `/readyz` and `/metrics`; everything else is 404. Port 0 is a free one.
 *
 * @param whyUnready asked at each `/readyz`; undefined is ready
 */
export async function startHealthServer(
  place: { readonly host: string; readonly port: number },
  whyUnready: () => Promise<string | undefined>,
  registry: Registry,
): Promise<HealthServer> {
  const server = createServer(async ({ url }, response) => {
    const answer = (status: number, text: string, type = "text/plain") =>
      response.writeHead(status, { "content-type": type }).end(text);
    if (url === "/livez") answer(200, "ok\n");
    else if (url === "/readyz") {
      const reason = await whyUnready();
      reason === undefined ? answer(200, "ok\n") : answer(503, `${reason}\n`);
    } else if (url === "/metrics") answer(200, await registry.metrics(), registry.contentType);
    else answer(404, "not found\n");
  });
  await once(server.listen(place.port, place.host), "listening");
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      server.closeAllConnections();
      await once(server.close(), "close");
    },
  };
}
