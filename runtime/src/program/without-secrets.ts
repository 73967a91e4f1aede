/** The text without the database's URL and its password, however it is spelled, should a library quote it. */
export function withoutSecrets(text: string, databaseUrl: string | undefined): string {
  if (!databaseUrl) return text;
  const password = /^[^:]*:\/\/[^/]*?:(.*)@/.exec(databaseUrl)?.[1] ?? "";
  return [databaseUrl, password, decoded(password)]
    .filter((secret) => secret !== "")
    .reduce((masked, secret) => masked.replaceAll(secret, "***"), text);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}
