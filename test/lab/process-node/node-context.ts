import type { ApiClient } from "../api-client.ts";
import type { Events } from "./events.ts";
import type { ServiceNames } from "./service-names.ts";

/** What every part of the node works with. */
export interface NodeContext {
  readonly name: string;
  /** Of the lab: images.json is here, and what pods leave goes below `pods/`. */
  readonly folder: string;
  readonly apiUrl: string;
  readonly api: ApiClient;
  readonly events: Events;
  readonly names: ServiceNames;
}
