import type { Path } from "../parse/located.ts";
import type { ManifestLine, ManifestPlace } from "./manifest-lines.ts";
import { componentOf, type Origin, type Place, type Scene, targetField } from "./provenance-place.ts";
import { EXISTENCE, PROVENANCE, type ProvenanceRow } from "./provenance-table.ts";

/** What decides a line. Without an origin it is the projection's own, the same for every target. */
export interface Provenance {
  readonly origins: readonly Origin[];
  /** The line is a hash: its origins are those of other lines. */
  readonly hashOf?: ProvenanceRow["hashOf"];
  /** What the whole object is there for; empty where it always is. */
  readonly existence: readonly Origin[];
}

const known = new WeakMap<ManifestLine, Provenance>();

/** What decides a line of a target's manifests; worked out once a line, since hashes ask for those of all others. */
export function provenanceOf(line: ManifestLine, scene: Scene): Provenance {
  const provenance = known.get(line) ?? findProvenance(line, scene);
  known.set(line, provenance);
  return provenance;
}

function findProvenance(line: ManifestLine, scene: Scene): Provenance {
  if (!line.at) return { origins: headerOrigins(line), existence: [] };
  const own = { scene, line, ...line.at };
  const existence = firstFound(EXISTENCE, { ...own, stars: [] }) ?? [];
  for (const row of PROVENANCE) {
    const stars = isOn(row, line.at) && (row.line?.test(line.text) ?? true) && starsOf(row.at, line.at.path);
    if (!stars) continue;
    if (row.hashOf) return { origins: hashOrigins(row.hashOf, line.at, scene), hashOf: row.hashOf, existence };
    const origins = originsOf(row, { ...own, stars });
    if (origins.length > 0 || row.from.length === 0) return { origins, existence };
  }
  return { origins: [], existence };
}

/** The header names the target. */
function headerOrigins({ text }: ManifestLine): Origin[] {
  return text.startsWith("#") ? [{ of: "target", path: ["name"] }] : [];
}

function originsOf({ from }: Pick<ProvenanceRow, "from">, place: Place): Origin[] {
  return from.flatMap((finder) => (typeof finder === "string" ? targetField(finder) : finder)(place));
}

function firstFound(rows: typeof EXISTENCE, place: Place): Origin[] | undefined {
  const row = rows.find((it) => isOn(it, place));
  return row && originsOf(row, place);
}

function isOn({ on }: Pick<ProvenanceRow, "on">, { object }: ManifestPlace): boolean {
  const [kind, component] = on.split("/");
  return (kind === "*" || kind === object.kind) && (component === "*" || component === componentOf(object));
}

/** What the stars of a pattern stand for on a path; undefined where the path does not match. */
export function starsOf(pattern: string, path: Path): string[] | undefined {
  const keys = pattern.split(" ");
  const isOpen = keys.at(-1) === "**";
  const fixed = isOpen ? keys.slice(0, -1) : keys;
  if (isOpen ? path.length < fixed.length : path.length !== fixed.length) return undefined;
  if (!fixed.every((key, index) => key === "*" || key === String(path[index]))) return undefined;
  return fixed.flatMap((key, index) => (key === "*" ? [String(path[index])] : []));
}

/** The origins of all lines that a hash is taken over. */
function hashOrigins(hashOf: NonNullable<ProvenanceRow["hashOf"]>, place: ManifestPlace, scene: Scene): Origin[] {
  const origins = scene.lines
    .filter(({ at }) => at && isHashed[hashOf](at, place))
    .flatMap((line) => {
      const { origins, existence } = provenanceOf(line, scene);
      return hashOf === "everything that is synced" ? [...origins, ...existence] : origins;
    });
  return [...new Map(origins.map((origin) => [JSON.stringify(origin), origin])).values()];
}

/** Whether a line is taken into the hash at a place. No hash is taken over itself. */
const isHashed: Readonly<
  Record<NonNullable<ProvenanceRow["hashOf"]>, (at: ManifestPlace, place: ManifestPlace) => boolean>
> = {
  "this object": (at, { object }) => at.object === object && at.path.at(-1) !== CONTENT_KEY,
  "the configuration that it reads": (at, { object }) =>
    at.object.kind === "ConfigMap" &&
    at.path[0] === "data" &&
    (componentOf(object) === "bridge"
      ? at.object.metadata.name === object.metadata.name
      : componentOf(at.object) === "environment"),
  "everything that is synced": (at) =>
    componentOf(at.object) !== "access" &&
    at.path.at(-1) !== CONTENT_KEY &&
    !(at.object.kind === "Job" && at.path.join(" ") === "metadata name"),
};

const CONTENT_KEY = "activity-core.internal/content-sha256";
