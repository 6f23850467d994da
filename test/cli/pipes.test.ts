import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { BUNDLE } from '../support/run-remindme.ts';
import { aws, ID } from './with-fake-aws.ts';

/** Runs a bash script in which "$0" "$1" is the command. Returns the script's exit code and stdout. */
const inShell = (script: string) =>
  new Promise<{ readonly code: number | null; readonly output: string }>((resolve, reject) => {
    const child = spawn('bash', ['-c', script, process.execPath, BUNDLE], { env: { ...process.env, ...aws.env } });
    let output = '';
    child.stdout.on('data', (text) => {
      output += text;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
  });

describe('a message from stdin', () => {
  test.each([
    ["printf 'caf\\xe9'", /^error: The message on stdin is not text in UTF-8[.] .*\n$/],
    ['yes', /^error: message must be .*, but is more than 32,768 bytes long[.]\n$/],
  ])('is refused if it comes from %s', async (source, sentence) => {
    const { code, output } = await inShell(`${source} | "$0" "$1" add - PT1H 2>&1`);
    expect({ code, output }).toEqual({ code: 2, output: expect.stringMatching(sentence) });
    expect(aws.calls).toEqual([]);
  });

  test('may have the full length of a message', async () => {
    const source = `"$0" -e 'process.stdout.write("🌱".repeat(8_192))'`;
    const { code, output } = await inShell(`${source} | "$0" "$1" add - PT1H --json`);
    expect(code).toBe(0);
    expect(Array.from(JSON.parse(output).message)).toHaveLength(8_192);
  });
});

describe('a closed pipe does not stop the command', () => {
  test.each(['| true', '2>&1 >/dev/null | true'])('cancel %s', async (where) => {
    const all = Array.from({ length: 4 }, (_, index) => aws.add({ name: `2099010${index}T090000Z-cd5fc434ef1e4063` }));
    await inShell(`"$0" "$1" cancel ${all.map(({ name }) => name).join(' ')} ${where}`);
    expect(all.map(({ status }) => status)).toEqual(Array(4).fill('ABORTED'));
  });

  test.each(['| true', '2>&1 >/dev/null | true'])('add %s', async (where) => {
    await inShell(`"$0" "$1" add x PT1H ${where}`);
    expect(aws.executions.size).toBe(1);
  });

  test('undelivered --send | true', async () => {
    for (let index = 0; index < 4; index += 1) {
      aws.keep(`2026010${index}T090000Z-cd5fc434ef1e4063`);
    }
    await inShell(`"$0" "$1" undelivered --send | true`);
    expect(aws.undelivered.size).toBe(0);
  });

  // macOS has no /dev/full
  const testOnFullDisk = existsSync('/dev/full') ? test : test.skip;

  testOnFullDisk('cancel > /dev/full, but says that its result was not written', async () => {
    const { status } = aws.add({ name: ID });
    expect(status).toBe('RUNNING');
    const { code, output } = await inShell(`"$0" "$1" cancel ${ID} 2>&1 > /dev/full`);
    expect(aws.executions.get(aws.arn({ machine: 'sns', name: ID }))).toMatchObject({ status: 'ABORTED' });
    expect(output).toMatch(/^error: The result could not be written: ENOSPC: .*[.] Everything else is done[.]\n$/);
    expect(code).toBe(1);
  });
});

test('a pipe that is closed early is not an error', async () => {
  for (let index = 0; index < 3_000; index += 1) {
    aws.add({ name: `20990101T090000Z-${index.toString(16).padStart(16, '0')}` });
  }
  const child = spawn('bash', ['-c', `set -o pipefail; "$0" "$1" list | head -1`, process.execPath, BUNDLE], {
    env: { ...process.env, ...aws.env },
  });
  let output = '';
  child.stdout.on('data', (text) => {
    output += text;
  });
  child.stderr.on('data', (text) => {
    output += text;
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  expect({ code, lines: output.trimEnd().split('\n').length }).toEqual({ code: 0, lines: 1 });
});
