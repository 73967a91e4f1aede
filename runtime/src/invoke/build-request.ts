import type { CompiledActivity, Invocation } from "../activity/compiled-activity.ts";

/** What of an activity its call is made from. */
export type CalledActivity = Pick<CompiledActivity, "id" | "max_seconds" | "invoke" | "outcome">;

/** What a call needs beside the activity. */
export interface CallSetting {
  /** What the variable `base_url_env` holds, or what is given instead. */
  readonly baseUrl: string | undefined;
  /** Where that is given, if it is not the variable. */
  readonly baseUrlOption?: string;
  /** The runner, sent as `detail.source`. */
  readonly source: string;
  readonly idempotencyKey: string;
  /** The content of the file `<name>/<key>` of the folder of secrets, or undefined where there is none. */
  readonly readSecret: (name: string, key: string) => Promise<string | undefined>;
}

/** A request as it goes out. Its headers may hold secrets: never printed. */
export interface WireRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** Texts from secret files, to be hidden wherever an answer repeats them. */
  readonly secrets: readonly string[];
}

/** What the runner's surroundings lack or say wrongly; its message names the variable or file, and never a value. */
export class SetupProblem extends Error {}

const METHODS_WITH_BODY = new Set(["POST", "PUT", "PATCH"]);

/** What a header's value may consist of (RFC 9110, 5.5). */
const HEADER_VALUE = /^[\t\u0020-\u007e\u0080-\u00ff]*$/;

/** A shorter part of a secret is too common a text to be hidden by itself. */
const MIN_SECRET_PART_CHARACTERS = 8;

/**
 * The request of one attempt: `max_seconds` and the source in the JSON body, or for methods without one in the query, with
 * what the definition adds.
 *
 * @throws SetupProblem
 */
export async function buildRequest(activity: CalledActivity, setting: CallSetting): Promise<WireRequest> {
  const { invoke, max_seconds } = activity;
  const hasBody = METHODS_WITH_BODY.has(invoke.method);
  const url = joinUrl(setting, invoke);
  const query = hasBody ? invoke.query : withOurs({ max_seconds, source: setting.source }, invoke.query);
  for (const [name, value] of Object.entries(query)) url.searchParams.append(name, String(value));
  const ours = { max_seconds, detail: { source: setting.source } };
  const body = hasBody ? JSON.stringify(withOurs(ours, invoke.body)) : null;
  const { headers, secrets } = await givenHeaders(invoke, setting);
  return {
    method: invoke.method,
    url,
    headers: {
      accept: "application/json",
      ...headers,
      ...(body === null ? {} : { "content-type": "application/json", "content-length": `${Buffer.byteLength(body)}` }),
      "idempotency-key": setting.idempotencyKey,
    },
    body,
    secrets,
  };
}

/** Ours come first, and are not replaced by others of the same name. */
function withOurs(ours: object, others: object): object {
  return { ...ours, ...others, ...ours };
}

/** The path below the base URL's own; neither can lead to another host, or out of the base. */
function joinUrl({ baseUrl, baseUrlOption }: CallSetting, { base_url_env, path }: Invocation): URL {
  if (!baseUrl)
    throw new SetupProblem(`the environment variable ${base_url_env}, which holds the base URL, is not set`);
  const base = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  const wrong = (what: string) => new SetupProblem(`the base URL in ${baseUrlOption ?? base_url_env} ${what}`);
  if (!base) throw wrong("is no URL");
  if (base.protocol !== "http:" && base.protocol !== "https:") throw wrong("is neither http nor https");
  if (base.username !== "" || base.password !== "")
    throw wrong("holds credentials; a header with a secret_ref is the place for them");
  if (base.search !== "" || base.hash !== "")
    throw wrong("has a query or a fragment; invoke.query is the place for it");
  const folder = withoutSlashes(base.pathname);
  const url = new URL(base);
  url.pathname = folder + path;
  // Dot segments and backslashes are resolved by the assignment, however they are written.
  if (url.pathname !== folder + path)
    throw new SetupProblem("invoke.path would be sent as another one: it has dot segments");
  return url;
}

/** Without those at its end; a pattern would look again from each of them. */
function withoutSlashes(path: string): string {
  let end = path.length;
  while (path.charAt(end - 1) === "/") end--;
  return path.slice(0, end);
}

async function givenHeaders(invoke: Invocation, { readSecret }: CallSetting) {
  const headers: Record<string, string> = {};
  const secrets: string[] = [];
  for (const [name, given] of Object.entries(invoke.headers)) {
    // Lower case, so that one of ours replaces one of the same name.
    headers[name.toLowerCase()] = typeof given === "string" ? given : await secretValue(name, given.secret_ref);
    if (typeof given !== "string") secrets.push(...hidden(headers[name.toLowerCase()] ?? ""));
  }
  return { headers, secrets };

  async function secretValue(header: string, ref: { readonly name: string; readonly key: string }): Promise<string> {
    const content = await readSecret(ref.name, ref.key);
    const file = `the secret file "${ref.name}/${ref.key}", for the header "${header}",`;
    if (content === undefined) throw new SetupProblem(`${file} is missing`);
    const value = content.replace(/\r?\n$/, "");
    if (value === "") throw new SetupProblem(`${file} is empty`);
    if (!HEADER_VALUE.test(value))
      throw new SetupProblem(`${file} holds what no header may: a line break or other text`);
    return value;
  }
}

/** A secret, and its words: of `Bearer abc…`, a service may repeat the token alone. */
function hidden(value: string): string[] {
  const words = value.split(/[ \t]+/).filter((word) => word.length >= MIN_SECRET_PART_CHARACTERS);
  return [...new Set([value, ...words])];
}
