import { parentPort, workerData } from 'node:worker_threads';
import { strictJsonata } from './strict-jsonata.js';

// Evaluates one JSONata program, given once as text, for each message: { id, bindings } in, { id, value or error } out.
const program = strictJsonata(workerData.program, workerData.characters);

parentPort.on('message', async ({ id, bindings }) => {
  try {
    parentPort.postMessage({ id, value: await program.evaluate(null, bindings) });
  } catch (error) {
    parentPort.postMessage({ id, error: `${error.code}: ${error.message}` });
  }
});
