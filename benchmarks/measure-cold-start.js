// Imports the function in the given file. The import also creates the function's clients. If an event is given, the function
// handles it. Prints JSON with the time until the end of each step and the CPU time, in milliseconds.
const [, , file, event] = process.argv;
const cpu = process.cpuUsage();
const start = performance.now();
const { handler } = await import(file);
const ready = performance.now() - start;
let handled;
if (event) {
  process.stdout.write = () => true; // hide the function's own log lines
  console.info = () => {};
  await handler(JSON.parse(event));
  handled = performance.now() - start;
  delete process.stdout.write;
}
const { user, system } = process.cpuUsage(cpu);
process.stdout.write(JSON.stringify({ ready, handled, cpu: (user + system) / 1_000 }));
