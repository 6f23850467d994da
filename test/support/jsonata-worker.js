import { parentPort, workerData } from 'node:worker_threads';
import jsonata from 'jsonata';

// Evaluates one JSONata program, given once as text, for each message: { id, bindings } in, { id, value or error } out.
const program = jsonata(workerData.program);

parentPort.on('message', async ({ id, bindings }) => {
  try {
    parentPort.postMessage({ id, value: await program.evaluate(null, bindings) });
  } catch (error) {
    parentPort.postMessage({ id, error: `${error.code}: ${error.message}` });
  }
});
