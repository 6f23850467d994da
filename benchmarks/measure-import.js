// Imports the function whose file is named, clients included; prints the milliseconds as JSON.
const start = performance.now();
await import(process.argv[2]);
const imported = performance.now() - start;
process.stdout.write(JSON.stringify({ imported, ready: imported }));
