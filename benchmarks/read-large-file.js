// Runs a function once with an event. Prints the function's result, the elapsed time, and the process's user CPU time and peak
// memory, as JSON.
// Usage: node read-large-file.js <bundle> <event>
import { pathToFileURL } from 'node:url';

const [, , bundle, event] = process.argv;
const { handler } = await import(pathToFileURL(bundle).href);
const began = Date.now();
const answer = await handler(JSON.parse(event));
const { maxRSS, userCPUTime } = process.resourceUsage();
process.stdout.write(
  JSON.stringify({
    answer,
    seconds: (Date.now() - began) / 1_000,
    processorSeconds: userCPUTime / 1_000_000,
    megabytes: maxRSS / 1_024,
  }),
);
