/** The five sections that every runbook has, each with what it may say; a runbook takes some of it. */
const SECTIONS = {
  Purpose: [
    "Keeps the {noun} of {namespace} in step with what was booked since the last run.",
    "The work itself is done by the called service; this definition says when it is called and how its answer is read.",
    "Without it, people of {namespace} would see yesterday's {noun} and decide on them.",
    "It took over from a timer on a workstation, which missed its fires whenever the lid was shut.",
    "Each run starts where the one before ended, so a run that finds nothing new ends at once.",
    "The figures that it leaves are read by the weekly report, which tolerates one missing run and no more.",
  ],
  "How to run manually": [
    "See in Temporal whether the schedule is paused, and whether a run is active.",
    "Trigger it once, with the overlap policy Skip, and wait for the answer.",
    "A good run answers within its budget and leaves a progress event.",
    "A second run beside a scheduled one does no harm: the {noun} are locked while they are worked on.",
    "Compare the number of {noun} in the answer with the one that the dashboard of {namespace} shows.",
  ],
  "How to pause": [
    "For an hour or a night, pause the schedule in Temporal and say why.",
    "For longer, set `enabled: false` here, compile, and commit the result.",
    "Tell {owner} before you pause it over the end of a month: the closing waits for these {noun}.",
    "A paused schedule makes up for nothing when it goes on, unless its misfire policy says so.",
  ],
  "Failure modes": [
    "- **Partial answer.** The work ran into its budget and answered with what it had; the next fire goes on from there.",
    "- **Not reachable.** The tunnel behind the bridge is down. Runs fail until it is back, and nothing is lost.",
    "- **Locked {noun}.** An export by hand holds them; the run skips these and says so in its answer.",
    "- **Slow database.** The run takes several times as long as usual. Look for a missing index before you raise the budget.",
    "- **Unknown answer.** The service was updated and answers in another form; `outcome` here has to follow.",
    "- **Two runners.** The older runner was started again by hand; both do the same work, and the later one finds nothing.",
  ],
  Rollback: [
    "Pause the schedule, as above.",
    "Start the older runner again, where there is one, and watch one full run of it.",
    "Set `enabled: false` here, compile, and commit the result.",
    "The {noun} that were written stay valid, so nothing has to be undone in the database of {namespace}.",
  ],
};

/** The markdown below the front matter, 1 to 3 KiB of it. */
export function runbookText(job, random) {
  const sections = Object.entries(SECTIONS).map(([heading, sentences]) => section(heading, sentences, random));
  const extra = random.chance(0.3) ? [background(random)] : [];
  const text = [`# ${job.title}`, ...sections, ...extra].join("\n\n");
  return `${filled(text, job).replace("{id}", job.id)}\n`;
}

function section(heading, sentences, random) {
  const chosen = sentences.filter((_, index) => index === 0 || random.chance(0.7));
  const isList = sentences[0].startsWith("- ");
  const isSteps = !isList && heading !== "Purpose" && random.chance(0.5);
  const lines = isSteps ? chosen.map((sentence, index) => `${index + 1}. ${sentence}`) : chosen;
  const body = lines.join(isList || isSteps ? "\n" : random.pick(["\n", "\n\n"]));
  const command = heading === "How to run manually" && random.chance(0.6) ? `\n\n${TRIGGER}` : "";
  return `## ${heading}\n\n${body}${command}`;
}

const TRIGGER = ["```sh", "temporal schedule trigger --schedule-id {id} --overlap-policy Skip", "```"].join("\n");

function background({ pick }) {
  return `### Background\n\n${pick([
    "| day | {noun} | minutes |\n| --- | --- | --- |\n| Monday | 12,400 | 4 |\n| Friday | 31,900 | 11 |",
    "> The {noun} were once kept by hand. What was learned then stands in the handbook of {namespace}.",
    "A run works on batches of 500. Smaller ones spend their time on connections, and larger ones hold locks for too long;\nboth were measured on the {noun} of a whole quarter.",
  ])}`;
}

function filled(text, { namespace, noun, owner }) {
  return text.replaceAll("{noun}", noun).replaceAll("{namespace}", namespace).replaceAll("{owner}", owner);
}
