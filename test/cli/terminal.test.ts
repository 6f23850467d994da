import { BUNDLE, clockAhead, runRemindme } from '../support/run-remindme.ts';
import { type Question, runAtTerminal } from './at-terminal.ts';
import { aws } from './with-fake-aws.ts';

const ESCAPE = '\u001b[';
const ENTER = '\r';
const DOWN = '\u001b[B';
const CTRL_C = '\u0003';
const HIDE_CURSOR = '\u001b[?25l';
const SHOW_CURSOR = '\u001b[?25h';
/** The spinner's Braille characters. */
const SPINNER = /[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]/;

/** A time that London's clocks show twice. */
const OVERLAP = '2027-10-31 01:30';

/**
 * The environment of a computer whose clock shows 23 November 2026 in London. With the real clock, the next 27 January could be
 * in another year, and OVERLAP could be in the past.
 */
const inNovember2026 = () => ({
  ...clockAhead(Math.round((Date.parse('2026-11-23T07:30:00Z') - Date.now()) / 1_000)),
  TZ: 'Europe/London',
});

const atTerminal = (
  args: readonly string[],
  questions?: readonly Question[],
  env?: Readonly<Record<string, string | undefined>>,
  columns?: number,
  when?: Promise<unknown>,
  program?: readonly string[],
) => runAtTerminal({ ...aws.env, ...env }, args, questions, columns, when, program);

describe('at a terminal', () => {
  test('shows a spinner during the work, and the result in colours', async () => {
    const { code, screen } = await atTerminal(['call mum', 'PT1H']);

    expect(code).toBe(0);
    expect(screen).toMatch(SPINNER);
    expect(screen).toMatch(/in 60 min\): starting it/);
    expect(screen).toContain(`${ESCAPE}32m✔`);
    expect(screen.lastIndexOf(SHOW_CURSOR)).toBeGreaterThan(screen.lastIndexOf(HIDE_CURSOR));
  });

  test.each([
    [['--no-color'], {}],
    [[], { NO_COLOR: '1' }],
  ])('shows no colours: %j %j', async (options, env) => {
    const { screen } = await atTerminal(['call mum', 'PT1H', ...options], [], env);
    expect(screen).toMatch(SPINNER);
    expect(screen).not.toContain(`${ESCAPE}32m`);
    expect(screen).not.toContain(`${ESCAPE}36m`);
  });

  test.each([
    ['', `${ESCAPE}31merror:${ESCAPE}39m The id is empty`],
    ['1', 'error: The id is empty'],
  ])('shows an error in red even if the result goes to a pipe; NO_COLOR=%s', async (NO_COLOR, expected) => {
    const { screen } = await atTerminal(
      ['-c', `"$0" "$1" show '' | cat`, process.execPath, BUNDLE],
      [],
      { NO_COLOR },
      100,
      undefined,
      ['bash'],
    );
    expect(screen.trim().startsWith(expected)).toBe(true);
  });

  test('--quiet shows no spinner', async () => {
    const { screen } = await atTerminal(['call mum', 'PT1H', '--quiet']);
    expect(screen).not.toMatch(SPINNER);
    expect(screen.trim()).toMatch(/^\d{8}T\d{6}Z-[0-9a-f]{16}$/);
  });

  test('shows neither a spinner nor colours on a dumb terminal', async () => {
    const { screen } = await atTerminal(['call mum', 'PT1H'], [], { TERM: 'dumb' });
    expect(screen).not.toContain('\u001b');
  });

  test('shows no spinner on a terminal without a width', async () => {
    const { code, screen } = await atTerminal(['call mum', 'PT1H'], [], {}, 0);
    expect(code).toBe(0);
    expect(screen).not.toMatch(SPINNER);
  });

  test('--wait counts down', async () => {
    aws.behave = ({ operation }) => {
      for (const execution of operation === 'DescribeExecution' ? aws.executions.values() : []) {
        if (Date.now() >= Date.parse(JSON.parse(execution.input).timestamp)) {
          Object.assign(execution, { status: 'SUCCEEDED', output: '{}', stopDate: Date.now() });
        }
      }
      return undefined;
    };
    const { code, screen } = await atTerminal(['call mum', 'in', '4', 'seconds', '--wait']);
    expect(code).toBe(0);
    expect(screen).toMatch(/00:00:02 until it is sent[\s\S]*00:00:01 until it is sent[\s\S]*Sent /);
  });

  test('asks for a missing message and time', async () => {
    const { code, screen } = await atTerminal(
      ['add'],
      [
        ['What shall I remind you of?', `water the plants${ENTER}`],
        ['When?', `tomorrow 9am${ENTER}`],
      ],
    );
    expect(code).toBe(0);
    expect(screen).toContain('You will be reminded of "water the plants"');
  });

  test('asks which of two times is meant', async () => {
    const { code, screen } = await atTerminal(
      ['x', '2019-01-27 09:00:00', '--dry-run'],
      [['is in the past', ENTER]],
      inNovember2026(),
    );
    expect(code).toBe(0);
    expect(screen).toMatch(/Would start 20270127T090000Z-/);
  });

  test('Ctrl-C at a question starts nothing, and says so', async () => {
    const { code, screen } = await atTerminal(
      ['x', '2019-01-27 09:00:00'],
      [['is in the past', CTRL_C]],
      inNovember2026(),
    );
    expect(code).toBe(130);
    expect(screen).toMatch(/Interrupted[.] No reminder was started[.]/);
    expect(aws.calls).toEqual([]);
  });

  test('Ctrl-C while a spinner runs shows the cursor again', async () => {
    const isAsked = aws.neverAnswer('StartExecution');
    const { code, screen } = await atTerminal(['x', 'PT1H'], [['starting it', CTRL_C]], {}, 100, isAsked);
    expect(code).toBe(130);
    expect(screen).toMatch(/It may have been started: look with remindme show/);
    expect(screen.lastIndexOf(SHOW_CURSOR)).toBeGreaterThan(screen.lastIndexOf(HIDE_CURSOR));
  });

  test('accepts the second of two choices', async () => {
    const { code, screen } = await atTerminal(
      ['x', OVERLAP, '--dry-run'],
      [['exists twice', `${DOWN}${ENTER}`]],
      inNovember2026(),
    );
    expect(code).toBe(0);
    expect(screen).toMatch(/Would start 20271031T013000Z-/); // the later time, in GMT
  });
});

describe('in a pipe', () => {
  test('shows no spinner, no colour and no question', async () => {
    const results = [
      await runRemindme(['call mum', 'PT1H'], { env: aws.env }),
      await runRemindme(['list'], { env: aws.env }),
      await runRemindme(['add'], { env: aws.env }),
      await runRemindme(['x', '2019-01-27 09:00:00'], { env: { ...aws.env, ...inNovember2026() } }),
      await runRemindme(['x', OVERLAP], { env: { ...aws.env, ...inNovember2026() } }),
    ];
    expect(results.map(({ code }) => code)).toEqual([0, 0, 2, 2, 2]);
    for (const { stdout, stderr } of results) {
      expect(stdout + stderr).not.toContain('\u001b');
      expect(stdout + stderr).not.toMatch(SPINNER);
    }
  });
});
