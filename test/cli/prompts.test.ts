import { clockAhead } from '../support/run-remindme.ts';
import { type Question, runAtTerminal } from './at-terminal.ts';
import { aws } from './with-fake-aws.ts';

const ENTER = '\r';
const DOWN = '\u001b[B';
/** Ctrl-U, which deletes the typed line. */
const CLEAR = '\u0015';

const ask = (args: readonly string[], ...questions: Question[]) => runAtTerminal(aws.env, args, questions);

describe('after an invalid answer', () => {
  test('asks again for a time', async () => {
    const { code, screen } = await ask(
      ['add'],
      ['What shall I remind you of?', `water the plants${ENTER}`],
      ['When?', `tomorow${ENTER}`],
      ['Did you mean "tomorrow"?', `${CLEAR}in 101 years${ENTER}`],
      ['at most 100 years ahead', `${CLEAR}tomorrow 9am${ENTER}`],
    );
    expect(screen).toContain('You will be reminded of "water the plants"');
    expect(code).toBe(0);
  });

  test('asks again for a message', async () => {
    const { code, screen } = await ask(
      ['add', '--dry-run'],
      ['What shall I remind you of?', `   ${ENTER}`],
      ['Write something', `${CLEAR}tea${ENTER}`],
      ['When?', `in 3 minutes${ENTER}`],
    );
    expect(screen).toMatch(/"message":"tea"/);
    expect(code).toBe(0);
  });

  test('asks about a time that can mean two moments', async () => {
    const november2026 = clockAhead(Math.round((Date.parse('2026-11-23T07:30:00Z') - Date.now()) / 1_000));
    const { code, screen } = await runAtTerminal(
      { ...aws.env, ...november2026 },
      ['add', 'tea', '--dry-run'],
      [
        ['When shall I remind you of "tea"?', `2027-10-31 01:30${ENTER}`],
        ['exists twice', ENTER],
      ],
    );
    expect(screen).toMatch(/Would start 20271031T003000Z-/);
    expect(code).toBe(0);
  });
});

describe('an unclear time at a terminal', () => {
  const november2026 = clockAhead(Math.round((Date.parse('2026-11-23T07:30:00Z') - Date.now()) / 1_000));
  const run = (when: string, env: Readonly<Record<string, string>>, ...questions: Question[]) =>
    runAtTerminal({ ...aws.env, ...november2026, TZ: 'Europe/London', ...env }, ['x', when, '--dry-run'], questions);

  test('asks about an hour without am or pm', async () => {
    const { code, screen } = await run('tomorrow at 9', {}, ['may be before or after noon', `${DOWN}${ENTER}`]);
    expect(screen).toMatch(/Would start 20261124T210000Z-/);
    expect(code).toBe(0);
  });

  test.each([
    ['', {}, '20261124T090000Z'],
    ['', { REMINDME_TIME: '07:45' }, '20261124T074500Z'],
    ['5pm', {}, '20261124T170000Z'],
  ])('asks about a day without a time: %j, with %j', async (answer, env, due) => {
    const { code, screen } = await run('tomorrow', env, ['At what time?', `${answer}${ENTER}`]);
    expect(screen).toContain(`Would start ${due}-`);
    expect(code).toBe(0);
  });

  test('asks about a week without a day: first the time, then the day', async () => {
    const { screen } = await run('next week', {}, ['At what time?', ENTER], ['on which day', `${DOWN}${ENTER}`]);
    expect(screen).toContain('Would start 20261201T090000Z-');
  });

  test('refuses a REMINDME_TIME that is not a time', async () => {
    const { code, screen } = await run('tomorrow', { REMINDME_TIME: 'nine' });
    expect(screen).toContain('The environment variable REMINDME_TIME is "nine"');
    expect(code).toBe(2);
  });
});

describe('a message alone', () => {
  test.each(['tea', 'dad', 'buy milk'])('leads to the question when to remind of %s', async (message) => {
    const question: Question = [`When shall I remind you of "${message}"?`, `in 3 minutes${ENTER}`];
    const { code, screen } = await ask([message], question);
    expect(screen).toContain(`You will be reminded of "${message}"`);
    expect(code).toBe(0);
  });

  test('is refused if it is a mistyped command', async () => {
    const { code, screen } = await ask(['lst']);
    expect(screen).toContain('There is no command lst. Did you mean remindme list?');
    expect(code).toBe(2);
  });

  test.each([
    [['tea', '--tz', 'Nowhere'], 'There is no time zone called "Nowhere"'],
    [['tea', '--earlier', '--later'], 'exclude each other'],
  ])('is refused before any question if an option is wrong: %j', async (args, sentence) => {
    const { code, screen } = await ask(args);
    expect(screen).not.toContain('When');
    expect(screen).toContain(sentence);
    expect(code).toBe(2);
  });
});
