import { mkdtempSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { executionName } from '../../core/reminder/execution-name.ts';
import { type Run, rows, runRemindme } from '../support/run-remindme.ts';
import { runAtTerminal } from './at-terminal.ts';
import { aws, run } from './with-fake-aws.ts';

const folder = mkdtempSync(join(tmpdir(), 'remindme-import-'));
let files = 0;

function file(text: string | Uint8Array, extension = 'csv'): string {
  files += 1;
  const path = join(folder, `${files}.${extension}`);
  writeFileSync(path, text);
  return path;
}

/** A time 30 days ahead, in whole seconds. */
const DUE = new Date(Math.floor(Date.now() / 1_000) * 1_000 + 30 * 86_400_000).toISOString().replace('.000Z', 'Z');

/** Writes a CSV file with `count` reminders, which are due at the same time. Returns its path. */
const many = (count: number) =>
  file(`message,when\n${Array.from({ length: count }, (_, row) => `reminder ${row},${DUE}\n`).join('')}`);

const summary = (result: Run) => rows(result).at(-1);
const messages = () => [...aws.executions.values()].map((each) => JSON.parse(each.input).message).sort();
const starts = () => aws.operations.filter((operation) => operation === 'StartExecution').length;

describe('import', () => {
  test('starts each reminder of a file once, on the machine that its row names', async () => {
    const path = file(`when;message;via;subject\n${DUE};"call; mum";lambda;Family\n${DUE};=cmd|calc;;\n`);
    const result = await run('import', path);
    expect(result).toMatchObject({ code: 0, stderr: '' });
    expect(result.stdout).toBe('✔ 2 rows: 2 started, 0 there already.\n');
    const started = [...aws.executions.values()].map(({ machine, input }) => [machine, JSON.parse(input)]);
    expect(started).toEqual([
      ['lambda', { message: 'call; mum', timestamp: DUE, subject: 'Family' }],
      ['sns', { message: '=cmd|calc', timestamp: DUE, subject: 'Reminder' }],
    ]);

    expect((await run('import', path)).stdout).toBe('✔ 2 rows: 0 started, 2 there already.\n');
    expect(aws.executions.size).toBe(2);
  });

  test('reports each row and the totals as JSON', async () => {
    const path = file(`message,when\ncall mum,${DUE}\ncall dad,31 February 9am\n`);
    const result = await run('import', path, '--via', 'lambda', '--json');
    const problem =
      '31 February does not exist: February has at most 29 days. Write a date and time such as "2027-01-27 09:00".';
    expect(result).toMatchObject({ code: 1, stderr: `error: Line 3: ${problem}\n` });
    expect(rows(result)).toEqual([
      {
        line: 2,
        status: 'started',
        id: expect.stringMatching(/Z-[0-9a-f]{16}$/),
        due: DUE,
        via: 'lambda',
        problem: null,
      },
      { line: 3, status: 'refused', id: null, due: null, via: null, problem },
      {
        ...{ rows: 2, started: 1, existing: 0, refused: [{ line: 3, problem }] },
        startedAt: expect.stringMatching(/Z$/),
        endedAt: expect.stringMatching(/Z$/),
      },
    ]);
  });

  test('starts a reminder once if the file has it twice', async () => {
    const result = await run('import', file(`message,when\na,${DUE}\na,${DUE}\n`), '--json');
    expect(summary(result)).toMatchObject({ rows: 2, started: 1, existing: 1 });
  });

  test('goes on where it stopped after Ctrl-C, and makes few calls for rows that were started', async () => {
    const path = many(300);
    const interruptAfter = new Promise<void>((resolve) => {
      aws.behave = () => {
        if (aws.executions.size >= 100) {
          resolve();
          return { until: new Promise(() => {}) };
        }
        return undefined;
      };
    });
    const first = await runRemindme(['import', path, '--json'], { env: aws.env, interruptAfter });
    expect(first.code).toBe(130);
    expect(first.stderr).toMatch(
      /^\nInterrupted. \d+ reminders were started. Run the same command again: it continues where it stopped, and starts nothing twice.\n$/,
    );
    await aws.untilUnused();
    const before = aws.executions.size;
    expect(before).toBeLessThan(300);

    aws.behave = () => undefined;
    aws.calls.length = 0;
    const second = await run('import', path, '--json');
    expect({ code: second.code, executions: aws.executions.size }).toEqual({ code: 0, executions: 300 });
    expect(summary(second)).toMatchObject({ rows: 300, started: 300 - before, existing: before, refused: [] });
    // the import lists the pending reminders, and starts only the missing ones
    expect(starts()).toBeLessThan(300 - before + 50);
  });

  test('finds a reminder that was sent, even after its due time', async () => {
    const past = '2026-01-27T09:00:00Z';
    const path = file(`message,when\ncall mum,${past}\ncall dad,${past}\n`);
    const name = executionName({ message: 'call mum', subject: 'Reminder', dueAt: past });
    aws.add({
      name,
      status: 'SUCCEEDED',
      input: JSON.stringify({ message: 'call mum', timestamp: past, subject: 'Reminder' }),
    });
    const result = await run('import', path, '--json');
    expect(rows(result).slice(0, 2)).toMatchObject([
      { line: 2, status: 'existing', id: name },
      {
        line: 3,
        status: 'refused',
        problem: `${past} is in the past. Give a time that is still to come, or remove the row.`,
      },
    ]);
    expect(aws.executions.size).toBe(1);
  });

  test('waits while AWS throttles it, and loses nothing', async () => {
    let throttled = 0;
    aws.behave = ({ operation }, times) => {
      const isTooMuch = operation === 'StartExecution' && times % 3 === 0 && throttled < 12;
      throttled += Number(isTooMuch);
      return isTooMuch ? { error: 'ThrottlingException' } : undefined;
    };
    const result = await run('import', many(60), '--json');
    expect({ code: result.code, stderr: result.stderr }).toEqual({ code: 0, stderr: '' });
    expect(summary(result)).toMatchObject({ rows: 60, refused: [] });
    expect(throttled).toBeGreaterThan(10);
    expect(aws.executions.size).toBe(60);
  });

  test('stops if AWS itself fails, and says that the same command continues', async () => {
    aws.behave = ({ operation }, times) =>
      operation === 'StartExecution' && times > 3 ? { error: 'AccessDeniedException', message: 'No.' } : undefined;
    const result = await run('import', many(20), '--json');
    expect(result.code).toBe(4);
    expect(result.stderr).toBe(
      'error: AWS does not allow this: No. Ask for that permission, or pass --profile. Run the same command again: it continues where it stopped, and starts nothing twice.\n',
    );
    expect(summary(result)).toMatchObject({
      problem: expect.stringMatching(/^AWS does not allow/),
    });
    expect(aws.executions.size).toBe(3);
  });

  test("counts relative times from the file's last change, and says so", async () => {
    const path = file('message,when\ncall mum,in 2 hours\n');
    const written = new Date(Math.floor(Date.now() / 1_000) * 1_000 - 60_000);
    utimesSync(path, written, written);
    const result = await run('import', path, '--json');
    const due = new Date(written.getTime() + 7_200_000).toISOString().replace('.000Z', 'Z');
    expect(rows(result)[0]).toMatchObject({ status: 'started', due });
    expect(result.stderr).toMatch(/^1 row has a relative time, counted from the last change of the file: /);
    expect(rows(await run('import', path, '--json'))[0]).toMatchObject({ status: 'existing', due });
  });

  test('refuses relative times on stdin', async () => {
    const result = await runRemindme(['import', '-'], { env: aws.env, input: 'message,when\ncall mum,tomorrow 9am\n' });
    expect(result.code).toBe(1);
    expect(result.stderr).toMatch(
      /^error: Line 2: "tomorrow 9am" counts from now, so a second import would start another/,
    );
    expect(aws.executions.size).toBe(0);
  });

  test('checks a file with --dry-run without a call to AWS', async () => {
    const path = file(`message,when,zone\ncall mum,2027-01-27 10:00,Europe/Berlin\ncall dad,2027-01-27\n`);
    const result = await run('import', path, '--dry-run');
    expect(result).toMatchObject({
      code: 1,
      stdout: '2: Wed 27 Jan 2027, 09:00 GMT  sns  call mum\n✘ 2 rows: 1 can be started, 1 refused.\n',
    });
    expect(rows(await run('import', path, '--dry-run', '--json'))).toMatchObject([
      { line: 2, status: 'valid', due: '2027-01-27T09:00:00Z' },
      { line: 3, status: 'refused' },
      { rows: 2, started: 0, dryRun: true },
    ]);
    expect(aws.calls).toEqual([]);
  });

  test.each<[what: string, text: string | Uint8Array, sentence: RegExp]>([
    ['an empty file', '', /cannot be imported\. It is empty\. Give a file with reminders\.$/m],
    ['UTF-16', Buffer.from('\ufeffmessage,when', 'utf16le'), /cannot be imported\. It is text in UTF-16\./],
    ['a binary file', Buffer.from([0, 1, 2, 3, 0, 0, 0]), /cannot be imported\. It is not a text file\./],
    ['a wrong header', 'foo\n1\n', /The first line must name the columns/],
  ])('refuses %s in a sentence', async (_, text, sentence) => {
    const result = await run('import', file(text), '--json');
    expect(result).toMatchObject({ code: 1, stderr: expect.stringMatching(sentence) });
    expect(rows(result)).toEqual([expect.objectContaining({ rows: 0, problem: expect.stringMatching(sentence) })]);
  });

  test.each([
    ['there is no such file', join(folder, 'nowhere.csv')],
    ['it is a folder', folder],
  ])('says that %s', async (reason, path) => {
    const result = await run('import', path);
    expect(result).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining(`cannot be read: ${reason}.`),
    });
  });

  test('shows a bar with the rate and the time left at a terminal, and refused lines above it', async () => {
    const path = file(
      `message,when\nfirst,yesterday 9am\n${Array.from({ length: 400 }, (_, row) => `reminder ${row},${DUE}\n`).join('')}`,
    );
    aws.behave = () => ({ until: new Promise((resolve) => setTimeout(resolve, 120)) });
    const { code, screen } = await runAtTerminal(aws.env, ['import', path]);
    expect(code).toBe(1);
    expect(screen).toMatch(/error:\S* Line 2: /);
    expect(screen).toMatch(/█+░+ \d+ % {2}\d+ rows {2}\d+\/s {2}\d+ s left/);
    expect(screen).toContain('401 rows: 400 started, 0 there already, 1 refused.');
  });
});

describe('export', () => {
  /** Two messages that need quotes or escapes in the file formats. */
  const HARD = ['=cmd|calc, "quoted"; 👩‍👩‍👧\nsecond line\r\nthird ', ' \t#\\n;:'];

  beforeEach(() => {
    aws.add({ name: 'by-hand', input: JSON.stringify({ message: 'a', seconds: 86_400 }), machine: 'lambda' });
    aws.add({ name: 'wrong', input: '[]' });
    aws.add({ name: '20260127T090000Z-cd5fc434ef1e4063', status: 'SUCCEEDED' });
  });

  test.each(['csv', 'jsonl', 'ics'])('writes %s that import reads as the same reminders', async (format) => {
    for (const [index, message] of HARD.entries()) {
      const jsonl = `${JSON.stringify({ message, timestamp: DUE, subject: 'A "b", c', via: index ? 'lambda' : 'sns' })}\n`;
      expect(await runRemindme(['import', '-'], { env: aws.env, input: jsonl })).toMatchObject({ code: 0 });
    }
    const exported = await run('export', '--format', format);
    expect(exported).toMatchObject({ code: 0 });
    expect(exported.stderr).toBe('wrong is left out: its input is not a reminder.\n3 reminders were written.\n');

    const path = file(exported.stdout, format);
    expect(summary(await run('import', path, '--json'))).toMatchObject({
      rows: 3,
      started: 1,
      existing: 2,
      refused: [],
    });

    for (const execution of aws.executions.values()) {
      execution.status = 'ABORTED';
    }
    const again = rows(await run('import', path, '--json'));
    // the names of the cancelled executions are taken, so the same reminders get names that end with -2
    expect(again.slice(0, 3)).toMatchObject(Array(3).fill({ status: 'started', id: expect.stringMatching(/-2$/) }));
    expect(messages()).toEqual([...HARD, ...HARD, 'a', 'a', 'a', 'call mum', undefined].sort());
  });

  test("writes only one machine's reminders with --via, and JSON with --json", async () => {
    const result = await run('export', '--via', 'lambda', '--json');
    expect(rows(result)).toEqual([
      { message: 'a', timestamp: expect.stringMatching(/Z$/), subject: 'Reminder', via: 'lambda' },
    ]);
  });

  test('refuses --json with another format', async () => {
    expect(await run('export', '--json', '--format', 'ics')).toMatchObject({
      code: 2,
      stderr: 'error: --json prints JSON Lines, and not ics. Give one of the two options.\n',
    });
  });
});
