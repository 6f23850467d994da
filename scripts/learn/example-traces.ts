import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClientConfig } from '../../local/ministack/client-config.ts';
import { Lab } from './lab.ts';
import { trace } from './trace.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** The document that shows the traces. */
export const LEARN = join(ROOT, 'docs', 'learn.md');

const message = 'The tea is ready';
/** The examples. `hasTopic` is true if the topic exists during the execution. */
const EXAMPLES = {
  sent: { input: { message, seconds: 2 }, hasTopic: true },
  refused: { input: { message, timestamp: '2027-02-30 09:00:00' }, hasTopic: true },
  caught: { input: { message, seconds: 1 }, hasTopic: false },
};

/** Runs the published definition of `remindme-sns` for each example. Returns the traces, keyed by the examples' names. */
export async function exampleTraces(clientConfig: ClientConfig): Promise<Readonly<Record<string, string>>> {
  const definition = await readFile(join(ROOT, 'docs', 'definitions', 'remindme-sns.asl.json'), 'utf8');
  const traces = Object.entries(EXAMPLES).map(async ([name, { input, hasTopic }]) => {
    const lab = await Lab.open(`trace-${name}`, definition, clientConfig);
    try {
      if (!hasTopic) {
        await lab.breakTopic();
      }
      return [name, trace(await lab.run(input))];
    } finally {
      await lab.close();
    }
  });
  return Object.fromEntries(await Promise.all(traces));
}

/** Puts the traces into the document. Each trace replaces the text block below the comment that names the trace. */
export const withTraces = (document: string, traces: Readonly<Record<string, string>>) =>
  document.replace(
    /(<!-- trace of (\w+) -->\n```text\n)[^`]*/g,
    (_, begin: string, name: string) => `${begin}${traces[name]}\n`,
  );
