import { readFile, writeFile } from 'node:fs/promises';
import { exampleTraces, LEARN, withTraces } from './learn/example-traces.ts';
import { withLocalAws } from './learn/with-local-aws.ts';

// Runs the examples of docs/learn.md on a local AWS, and writes their histories into the document.

const traces = await withLocalAws(exampleTraces);
await writeFile(LEARN, withTraces(await readFile(LEARN, 'utf8'), traces));
