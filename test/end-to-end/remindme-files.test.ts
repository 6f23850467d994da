import { emptyCache, type Run, rows, runRemindme } from '../support/run-remindme.ts';
import { inboxOf } from './deployed-service.ts';
import { PACED, SERVICE } from './service-names.ts';

const env = { XDG_CACHE_HOME: emptyCache(), TZ: 'UTC' };
const run = (input: string, ...args: string[]): Promise<Run> => runRemindme(args, { env, input });

/** Runs the command on a deployment with few other pending reminders, because an export contains all pending reminders. */
const runApart = (input: string, ...args: string[]) => run(input, ...args, '--service', PACED);

const inSeconds = (seconds: number) => `${new Date(Date.now() + seconds * 1_000).toISOString().slice(0, 19)}Z`;

/** A part of each message, unique to this test file. */
const TEXT = `file of ${process.pid} at ${Date.now()}`;

test('a reminder from a file arrives, through the machine that its row names', async () => {
  const inbox = await inboxOf(SERVICE);
  try {
    const due = inSeconds(5);
    const csv = `message;when;via;subject\n"${TEXT}; ""sns""\n=1+1";${due};sns;Files\n${TEXT}; lambda;${due};lambda;\n`;
    expect((await run(csv, 'import', '-')).stderr).toMatch(/^error: Line 4: via must be sns or lambda/);
    const quoted = csv.replace(`${TEXT}; lambda`, `"${TEXT}; lambda"`);
    const imported = rows(await run(quoted, 'import', '-', '--json'));
    expect(imported).toMatchObject([
      { line: 2, status: 'existing' },
      { line: 4, status: 'started', via: 'lambda' },
      { rows: 2, started: 1, existing: 1, refused: [] },
    ]);
    const [sns, lambda] = imported.map(({ id }) => String(id));
    expect(await inbox.arrivalOf(String(sns), 60_000)).toMatchObject({
      message: `${TEXT}; "sns"\n=1+1`,
      subject: 'Files',
    });
    expect(await inbox.arrivalOf(String(lambda), 60_000)).toMatchObject({ message: `${TEXT}; lambda` });
  } finally {
    await inbox.close();
  }
});

test.each(['csv', 'jsonl', 'ics'])('reminders exported as %s are the same after an import', async (format) => {
  const given = ['=cmd|calc', 'a "quoted" text;\r\nwith a second line 👩‍👩‍👧', '\u0001 #,\\'].map((message, index) => ({
    message: `${format} ${TEXT} ${message}`,
    timestamp: inSeconds(86_400 * 30 + index),
    subject: `No. ${index}`,
    via: index === 1 ? 'lambda' : 'sns',
  }));
  const lines = given.map((each) => `${JSON.stringify(each)}\n`).join('');
  const ids = rows(await runApart(lines, 'import', '-', '--json'))
    .slice(0, 3)
    .map(({ id }) => String(id));

  const file = (await runApart('', 'export', '--format', format)).stdout;
  expect((await runApart('', 'cancel', ...ids)).code).toBe(0);
  const again = rows(await runApart(file, 'import', '-', '--json'));
  const started = again.filter(({ status }) => status === 'started').map(({ id }) => id);
  // Step Functions reserves the names of the cancelled executions; the file also contains other tests' reminders
  expect(started).toEqual(expect.arrayContaining(ids.map((id) => `${id}-2`)));
  const mine = rows(await runApart('', 'export', '--json')).filter(({ message }) =>
    String(message).startsWith(`${format} ${TEXT}`),
  );
  expect(mine).toEqual(given);
});
