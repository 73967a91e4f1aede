// The weeks that are compared, by name: what happened to which runner. Each is given the behaviour of the definition.
const nights = (hours) =>
  ["21", "22", "23", "24", "25", "26", "27"].map((day) => ({
    from: `2026-06-${day}T00:00Z`,
    until: `2026-06-${day}T${String(hours).padStart(2, "0")}:00Z`,
  }));
const span = (from, until) => [{ from: `2026-06-${from}Z`, until: `2026-06-${until}Z` }];
const slot = (text) => [
  { from: `2026-06-${text}Z`, until: new Date(Date.parse(`2026-06-${text}Z`) + 1).toISOString() },
];

const OTHER_BEHAVIOUR = "0".repeat(64);

/** A repeated line for every so many. */
const repeated = (every) => (events) =>
  events.flatMap((event, index) => (index % every === 0 ? [event, event] : [event]));

const shuffled = (events, random) => {
  const order = events.map((event) => [random.below(1_000_000), event]);
  return order.sort(([a], [b]) => a - b).map(([, event]) => event);
};

/** A week: how it goes with `behaviour`, the definition's own. */
const week = (settings, seed) => (behaviour) => ({
  seed,
  ...settings,
  candidate: { behaviour: () => behaviour, ...settings.candidate?.(behaviour) },
});

export const WEEKS = {
  quiet: week({}, 1),
  "other minutes": week({ control: { offsetMinutes: 2 } }, 2),
  "laptop asleep at night": week({ control: { sleeps: nights(8), firesOnWaking: true } }, 3),
  "laptop asleep most of the week": week({ control: { sleeps: span("22T02:00", "27T20:00") } }, 4),
  "laptop asleep all week": week({ control: { sleeps: span("21T00:00", "28T00:00") } }, 5),
  "candidate fails while the laptop sleeps": week(
    { control: { sleeps: nights(8) }, candidate: () => ({ fails_within: span("24T01:00", "24T04:00") }) },
    6,
  ),
  "candidate misses while the laptop sleeps": week(
    { control: { sleeps: nights(8) }, candidate: () => ({ outages: span("24T01:00", "24T05:00") }) },
    7,
  ),
  "lock contention": week({ contention: true }, 8),
  "warn-only sweeps": week({ control: { warns: 0.3 }, candidate: () => ({ warns: 0.3 }) }, 9),
  "proxy accident": week({ candidate: () => ({ cutOff: slot("23T02:15") }) }, 10),
  "candidate runs twice": week({ candidate: () => ({ twice: span("24T10:00", "24T10:45") }) }, 11),
  "lines twice, out of order": week({ disturb: (events, random) => shuffled(repeated(5)(events), random) }, 12),
  "laptop's clock ahead": week({ control: { skewSeconds: -4 } }, 13),
  "cluster's clock behind": week({ candidate: () => ({ skewSeconds: -3 }) }, 14),
  "behaviour changed early": week(
    { candidate: (own) => ({ behaviour: (fire) => (fire < Date.parse("2026-06-22T06:00Z") ? OTHER_BEHAVIOUR : own) }) },
    15,
  ),
  "behaviour changed late": week(
    { candidate: (own) => ({ behaviour: (fire) => (fire < Date.parse("2026-06-25T06:00Z") ? OTHER_BEHAVIOUR : own) }) },
    16,
  ),
  "another behaviour": week({ candidate: () => ({ behaviour: () => OTHER_BEHAVIOUR }) }, 17),
  "behaviour not said": week({ candidate: () => ({ behaviour: () => undefined }) }, 18),
  "began late": week({ candidate: () => ({ starts: "2026-06-24T09:00Z" }) }, 19),
  "paused for a day": week({ candidate: () => ({ pauses: span("24T00:00", "25T00:00") }) }, 20),
  "candidate loses runs": week({ candidate: () => ({ misses: 0.03 }) }, 21),
  "candidate fails": week({ candidate: () => ({ fails: 0.05 }) }, 22),
  "laptop fails": week({ control: { fails: 0.2 } }, 23),
  "cluster starts late": week({ candidate: () => ({ delay: [200, 400] }) }, 24),
  "candidate is slow": week({ candidate: () => ({ seconds: [150, 290] }) }, 25),
  "hub down": week(
    { control: { sleeps: span("25T08:00", "25T12:00") }, candidate: () => ({ outages: span("25T08:00", "25T12:00") }) },
    26,
  ),
  /** All that happened to the first such week, in one. */
  seed: week(
    {
      contention: true,
      control: {
        sleeps: [...nights(1), ...span("25T13:00", "25T15:00")],
        firesOnWaking: true,
        warns: 0.02,
        fails: 0.004,
      },
      candidate: () => ({ starts: "2026-06-21T19:45Z", warns: 0.02, cutOff: slot("23T02:15") }),
    },
    27,
  ),
};
