/** The key of a scheduled fire, the same for each of its attempts: `<id>@<nominal fire>`. */
export function fireKey(id: string, nominalFire: Date | string): string {
  return `${id}@${instantText(nominalFire)}`;
}

/** The key of a run that no schedule started: two runners never share one, or the service would give one the other's answer. */
export function localKey(id: string, startedAt: Date | string, source: string): string {
  return `${id}@${instantText(startedAt)}#${source}`;
}

/** RFC 3339 with a Z; milliseconds only where there are some. */
function instantText(instant: Date | string): string {
  return new Date(instant).toISOString().replace(".000Z", "Z");
}
