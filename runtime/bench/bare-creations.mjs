// The floor of a first sync: reads requests of schedules from a file, creates them with Temporal's client, so many at
// once, and prints how many milliseconds the calls took, and how much CPU time the whole process, in milliseconds.
import { readFileSync } from "node:fs";
import { Connection } from "@temporalio/client";

const [address, file, concurrency] = process.argv.slice(2);
const requests = JSON.parse(readFileSync(file, "utf8"), (key, value) =>
  key === "data" || key === "encoding" ? Buffer.from(value, "base64") : value,
);
const connection = await Connection.connect({ address });
const started = performance.now();
const queue = requests.values();
await Promise.all(
  Array.from({ length: Number(concurrency) }, async () => {
    for (const request of queue) await connection.workflowService.createSchedule(request);
  }),
);
const milliseconds = performance.now() - started;
await connection.close();
const { user, system } = process.cpuUsage();
console.log(milliseconds, (user + system) / 1000);
