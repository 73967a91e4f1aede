/** An error of a connection in words that hold no secret: of foreign errors only the code is said. */
export function networkWords(error: Error, url: URL, hasBegun: boolean): string {
  const code = "code" in error ? String(error.code) : "";
  const cut = `the connection was cut ${hasBegun ? "in the middle of the answer" : "before an answer came"}`;
  if (code === "ECONNRESET" || code === "EPIPE" || code === "ECONNABORTED") return cut;
  if (code === "ECONNREFUSED") return `the connection to ${url.host} was refused`;
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return `the host's name ${url.hostname} is not known (${code})`;
  if (/^E(?:HOST|NET)(?:UNREACH|DOWN)$|^ETIMEDOUT$/.test(code)) return `${url.host} cannot be reached (${code})`;
  if (code === "HPE_HEADER_OVERFLOW") return "the answer's headers are too large";
  if (code.startsWith("HPE_INVALID_EOF")) return cut;
  if (code.startsWith("HPE_")) return `the answer is not HTTP (${code})`;
  if (/CERT|SELF_SIGNED|ALTNAME|UNABLE_TO_/.test(code))
    return `the certificate of ${url.host} is not trusted (${code})`;
  if (/SSL|TLS|EPROTO/.test(code)) return `no TLS connection to ${url.host} (${code})`;
  return `the call failed (${code || error.name})`;
}
