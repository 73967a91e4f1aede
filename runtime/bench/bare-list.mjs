// The floor of a sync without changes: lists all schedules with Temporal's client, and prints how many milliseconds the
// calls took.
import { Connection } from "@temporalio/client";

const [address] = process.argv.slice(2);
const connection = await Connection.connect({ address });
const started = performance.now();
let nextPageToken;
do {
  const page = await connection.workflowService.listSchedules({
    namespace: "default",
    maximumPageSize: 1000,
    nextPageToken,
  });
  nextPageToken = page.nextPageToken;
} while (nextPageToken?.length > 0);
console.log(performance.now() - started);
await connection.close();
