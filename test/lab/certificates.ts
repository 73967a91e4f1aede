import { generateKeyPairSync } from "node:crypto";
import { generate } from "selfsigned";

/** A certificate and its private key, both PEM. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

const KEYS = { keyType: "ec", algorithm: "sha256" } as const;

/** The authority that signs what serves in one lab. */
export async function certificateAuthority(): Promise<Certificate> {
  const pem = await generate([{ name: "commonName", value: "actdef-lab" }], {
    ...KEYS,
    extensions: [
      { name: "basicConstraints", cA: true, critical: true },
      { name: "keyUsage", keyCertSign: true, cRLSign: true, digitalSignature: true, critical: true },
    ],
  });
  return { certificate: pem.cert, key: pem.private };
}

/** For a server on this machine. */
export async function servingCertificate(authority: Certificate): Promise<Certificate> {
  const pem = await generate([{ name: "commonName", value: "actdef-lab-server" }], {
    ...KEYS,
    ca: { key: authority.key, cert: authority.certificate },
    extensions: [
      { name: "extKeyUsage", serverAuth: true },
      {
        name: "subjectAltName",
        altNames: [
          { type: 7, ip: "127.0.0.1" },
          { type: 2, value: "localhost" },
        ],
      },
    ],
  });
  return { certificate: pem.cert, key: pem.private };
}

/** What the API server signs the tokens of service accounts with, and what it checks them with. */
export function serviceAccountKeys(): { readonly publicKey: string; readonly privateKey: string } {
  return generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
}
