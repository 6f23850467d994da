import { parentPort, workerData } from 'node:worker_threads';
import { strictJsonata } from './strict-jsonata.js';

// Evaluates a JSONata program for each message. A message is { id, bindings }, and the reply is { id, value } or { id, error }.
const program = strictJsonata(workerData.program, workerData.characters);

parentPort.on('message', async ({ id, bindings }) => {
  try {
    parentPort.postMessage({ id, value: await program.evaluate(null, bindings) });
  } catch (error) {
    parentPort.postMessage({ id, error: `${error.code}: ${error.message}` });
  }
});
