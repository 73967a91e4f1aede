const HOUR_SECONDS = 3600;
const DAY_SECONDS = 24 * HOUR_SECONDS;

/** The kinds of schedules that a fleet has, and how many of 100 are of each kind; minutes and hours are spread. */
const KINDS = [
  [6, ({ below }) => every(15, below(15))],
  [4, ({ below }) => every(20, below(20))],
  [6, ({ below }) => halfHourly(below(30))],
  [20, ({ below }) => ({ cron: `${below(60)} * * * *`, gap: HOUR_SECONDS })],
  [14, everyFewHours],
  [5, ({ below }) => ({ cron: `${below(60)} 6-18 * * MON-FRI`, gap: HOUR_SECONDS })],
  [4, twiceADay],
  [21, ({ below }) => ({ cron: `${below(60)} ${below(24)} * * *`, gap: DAY_SECONDS })],
  [8, ({ below }) => ({ cron: `${below(60)} ${below(24)} * * 1-5`, gap: DAY_SECONDS })],
  [
    6,
    ({ below, pick }) => ({ cron: `${below(60)} ${below(24)} * * ${pick(["SUN", "SAT", "3"])}`, gap: 7 * DAY_SECONDS }),
  ],
  [4, ({ below }) => ({ cron: `${below(60)} ${below(24)} ${1 + below(28)} * *`, gap: 28 * DAY_SECONDS })],
  [1, ({ below }) => ({ cron: `${below(60)} ${below(24)} 1 JAN,APR,JUL,OCT *`, gap: 90 * DAY_SECONDS })],
  [1, ({ pick }) => ({ cron: pick(["@daily", "@weekly", "@monthly"]), gap: DAY_SECONDS })],
];

/** A cron expression, and the shortest time between two of its fires, in seconds. */
export function chooseSchedule(random) {
  return random.weighted(KINDS)(random);
}

const ALIASES = { "@daily": "0 0 * * *", "@weekly": "0 0 * * 0", "@monthly": "0 0 1 * *" };

/** The cron of an older runner: as often, and four minutes later, so that the two never fire in the same minute. */
export function fourMinutesLater(cron) {
  const [minute, ...others] = (ALIASES[cron] ?? cron).split(" ");
  const later = (period) => ((minute.startsWith("*") ? 0 : Number.parseInt(minute, 10)) + 4) % period;
  const [, step] = minute.split("/");
  if (step) return every(Number(step), later(step)).cron;
  return minute.includes(",") ? halfHourly(later(30)).cron : [later(60), ...others].join(" ");
}

function every(minutes, first) {
  return { cron: `${first === 0 ? "*" : `${first}-59`}/${minutes} * * * *`, gap: minutes * 60 };
}

function halfHourly(first) {
  return { cron: `${first},${first + 30} * * * *`, gap: HOUR_SECONDS / 2 };
}

function everyFewHours({ below, pick }) {
  const hours = pick([2, 3, 4, 6, 8]);
  const first = below(hours);
  return { cron: `${below(60)} ${first === 0 ? "*" : `${first}-23`}/${hours} * * *`, gap: hours * HOUR_SECONDS };
}

function twiceADay({ below }) {
  const first = below(12);
  return { cron: `${below(60)} ${first},${first + 12} * * *`, gap: DAY_SECONDS / 2 };
}
