import { randomInt } from "node:crypto";
import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { type Answer, decode, encode, type Packet } from "dns-packet";
import type { IService } from "kubernetes-models/v1";
import { type ApiClient, ApiError } from "../api-client.ts";

const DOMAIN = "svc.cluster.local";
const DNS_PORT = 53;
/** How many addresses are tried; a port that is taken is another lab's, or a resolver of this machine. */
const TRIES = 20;

/**
 * The names of the cluster's Services. All pods are on this machine's network, so each leads to 127.0.0.1, on the port that
 * the pod listens on; only that of the cluster's DNS leads to where this answers.
 */
export interface ServiceNames {
  /** The text of a container's /etc/hosts. */
  hosts(): Promise<string>;
}

/** Answers by UDP on a loopback address of its own, for programs that ask a name server by themselves, as nginx does. */
export async function serveNames(api: ApiClient): Promise<ServiceNames> {
  const { socket, address } = await bound();
  socket.on("message", async (message, from) => {
    const query = decode(message);
    const answer = await answerTo(api, query).catch(() => failure(query));
    socket.send(encode(answer), from.port, from.address);
  });
  return {
    async hosts() {
      const { items } = await api.request("GET", "/api/v1/services");
      const names = items.map(({ metadata }: IService) => `${metadata?.name}.${metadata?.namespace}.${DOMAIN}`);
      const lines = names.map((name: string) => `127.0.0.1 ${name}`);
      return ["127.0.0.1 localhost", `${address} kube-dns.kube-system.${DOMAIN}`, ...lines, ""].join("\n");
    },
  };
}

async function bound(): Promise<{ socket: Socket; address: string }> {
  for (let tries = 1; ; tries++) {
    const socket = createSocket("udp4");
    const address = `127.${randomInt(1, 255)}.${randomInt(1, 255)}.${randomInt(1, 255)}`;
    try {
      socket.bind(DNS_PORT, address);
      await once(socket, "listening");
      socket.unref();
      return { socket, address };
    } catch (error) {
      socket.close();
      if (tries === TRIES) throw error;
    }
  }
}

async function answerTo(api: ApiClient, query: Packet): Promise<Packet> {
  const [question] = query.questions ?? [];
  const [name = "", namespace = "", ...domain] = question?.name.split(".") ?? [];
  const isThere = domain.join(".") === DOMAIN && (await hasService(api, namespace, name));
  if (!isThere || !question) return { ...reply(query), flags: AUTHORITATIVE | NO_SUCH_NAME };
  const answers: Answer[] =
    question.type === "A" ? [{ type: "A", name: question.name, ttl: 5, data: "127.0.0.1" }] : [];
  return { ...reply(query), flags: AUTHORITATIVE, answers };
}

async function hasService(api: ApiClient, namespace: string, name: string): Promise<boolean> {
  try {
    await api.request("GET", `/api/v1/namespaces/${namespace}/services/${name}`);
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return false;
    throw error;
  }
}

/** Flags of RFC 1035, section 4.1.1. */
const AUTHORITATIVE = 0x0400;
const SERVER_FAILURE = 2;
const NO_SUCH_NAME = 3;

function reply({ id = 0, questions = [] }: Packet): Packet {
  return { type: "response", id, questions };
}

function failure(query: Packet): Packet {
  return { ...reply(query), flags: SERVER_FAILURE };
}
