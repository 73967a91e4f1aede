/** What the value of a field also depends on where the definition leaves it out, or always. */
const DERIVED_FROM: Readonly<Record<string, readonly string[]>> = {
  start_to_close_seconds: ["max_seconds", "invoke.timeout_seconds"],
  "invoke.timeout_seconds": ["max_seconds", "invoke.timeout_seconds"],
  misfire_grace_seconds: ["schedule.cron", "misfire_grace_seconds"],
  "schedule.calendar": ["schedule.cron"],
};

/** An activity that notes by their dotted paths all fields that are read of it, and of a map that is listed, the map. */
export function recording<A extends object>(activity: A, seen: Set<string>): A {
  const note = (path: string) => {
    for (const field of DERIVED_FROM[path] ?? [path]) seen.add(field);
  };
  const proxies = new WeakMap<object, object>();
  const wrap = <T extends object>(value: T, path: string): T => {
    const proxy =
      proxies.get(value) ??
      new Proxy(value, {
        get(target, key, receiver) {
          const member: unknown = Reflect.get(target, key, receiver);
          const below = path === "" ? String(key) : `${path}.${String(key)}`;
          if (typeof member === "object" && member !== null) return wrap(member, below);
          // JSON.stringify asks every object for a toJSON.
          if (typeof key === "string" && key !== "toJSON") note(below);
          return member;
        },
        ownKeys(target) {
          if (path !== "") note(path);
          return Reflect.ownKeys(target);
        },
      });
    proxies.set(value, proxy);
    return proxy as T;
  };
  return wrap(activity, "");
}
