const words = (text) => text.trim().split(/\s+/);

/** The folders of a generated fleet. */
export const NAMESPACES = words(`
  accounts analytics audit backup billing booking calendar campaigns catalog checkout
  claims commerce compliance content contracts curation customs delivery directory dispatch
  documents energy events facilities finance fleet forecast fulfilment gateway grants
  identity imports inventory invoices knowledge ledger library logistics mailing maintenance
  marketing media metering mobility observability onboarding orders payments payroll planning`);

export const VERBS = words(`
  refresh rebuild reconcile archive collect expire export import index notify prune publish rotate verify`);

export const NOUNS = words(`
  addresses balances caches certificates documents exports feeds forecasts images invoices mailboxes manifests metrics
  orders partitions prices quotas receipts records reports sessions snapshots statements tickets`);

export const OWNERS = words("codex amara bruno chidi dalia enzo freya goran hana");
