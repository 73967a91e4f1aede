import { closest } from "./closest.ts";
import { type Finding, findingAt, replace } from "./finding.ts";
import { quote } from "./quote.ts";
import { enclose, type Token } from "./token.ts";

/** The accepted aliases, and the five fields that each stands for. */
const aliases: ReadonlyMap<string, string> = new Map([
  ["@hourly", "0 * * * *"],
  ["@daily", "0 0 * * *"],
  ["@weekly", "0 0 * * 0"],
  ["@monthly", "0 0 1 * *"],
  ["@yearly", "0 0 1 1 *"],
]);

/** The five fields that an accepted alias stands for; nothing for any other text. */
export function fieldsOfAlias(text: string): string | undefined {
  return aliases.get(text);
}

/** Aliases of other dialects, and the accepted one that means the same. */
const synonyms: ReadonlyMap<string, string> = new Map([
  ["@midnight", "@daily"],
  ["@annually", "@yearly"],
]);

/** What an expression that begins with `@` stands for: five fields, where it is an accepted alias and nothing else. */
interface AliasReading {
  readonly fields?: string;
  readonly findings: readonly Finding[];
}

/** Reads the expression `text`, whose tokens are `alias` and `rest`. */
export function readAlias(text: string, alias: Token, rest: readonly Token[]): AliasReading {
  if (alias.text.toLowerCase() === "@every") return { findings: [interval(enclose(text, [alias, ...rest]))] };
  const fields = aliases.get(alias.text);
  if (fields === undefined) return { findings: [unknownAlias(alias)] };
  if (rest.length === 0) return { fields, findings: [] };
  const extra = enclose(text, rest);
  const message = `${quote(extra.text)} follows ${quote(alias.text)}, expected the alias alone`;
  return { findings: [findingAt("cron-syntax", extra, { message, help: "remove it, or write five fields" })] };
}

function unknownAlias(alias: Token): Finding {
  const name = alias.text.toLowerCase();
  const message = `${quote(alias.text)} is not an accepted alias`;
  const same = aliases.has(name) ? name : synonyms.get(name);
  const meant = same ?? closest(name, [...aliases.keys()]);
  if (meant === undefined) {
    const known = [...aliases.keys()].map(quote).join(", ");
    return findingAt("cron-unknown-alias", alias, {
      message: `${message}, expected one of ${known}`,
      help: "write one of them, or five fields",
    });
  }
  return findingAt("cron-unknown-alias", alias, {
    message: `${message}, did you mean "${meant}"?`,
    help: `write "${meant}"`,
    ...(same !== undefined && { edit: replace(alias, same) }),
  });
}

function interval(token: Token): Finding {
  const message = `${quote(token.text)} is an interval, expected fixed times: Temporal counts it from the epoch, others from their start`;
  const fields = fieldsOfInterval(token.text);
  if (fields === undefined) {
    return findingAt("cron-every", token, { message, help: "write five fields that name the times at which to fire" });
  }
  return findingAt("cron-every", token, { message, help: `write "${fields}"`, edit: replace(token, fields) });
}

/** Five fields that fire when Temporal would, for an interval that divides an hour or a day: `@every 15m` is every quarter. */
function fieldsOfInterval(interval: string): string | undefined {
  const [, amount, unit] = /\s([0-9]{1,4})([mh])$/.exec(interval) ?? [];
  const minutes = Number(amount) * (unit === "h" ? 60 : 1);
  const hours = minutes / 60;
  if (minutes === 1) return "* * * * *";
  if (60 % minutes === 0 && minutes < 60) return `*/${minutes} * * * *`;
  if (hours === 1) return "0 * * * *";
  if (Number.isInteger(hours) && 24 % hours === 0 && hours < 24) return `0 */${hours} * * *`;
  return hours === 24 ? "0 0 * * *" : undefined;
}
