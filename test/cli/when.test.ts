import { clockAhead, runRemindme } from '../support/run-remindme.ts';

/** Returns the environment of a computer whose clock shows Monday 23 November 2026, 07:30 in London. */
const november2026 = () => clockAhead(Math.round((Date.parse('2026-11-23T07:30:00Z') - Date.now()) / 1_000));

const run = (when: string, ...more: string[]) =>
  runRemindme(['x', when, '--dry-run', ...more], { env: { ...november2026(), TZ: 'Europe/London' } });

test.each([
  ['tomorrow at 9', '"at 9" may be before or after noon. Write "2026-11-24 09:00" or "2026-11-24 21:00".'],
  ['tomorrow', '"tomorrow" does not say at what time. Add one, such as "tomorrow at 09:00".'],
  ['tonight', '"tonight" does not say at what time. Add one, such as "tonight at 21:00".'],
  ['next week', '"next week" does not say at what time. Give the day and the time, such as "2026-11-30 09:00".'],
  ['next week 9am', '"next week" does not say on which day. Give the day and the time, such as "2026-11-30 09:00".'],
  [
    'next friday at noon',
    '"next friday at noon" can mean more than one day. Write "2026-11-27 12:00" or "2026-12-04 12:00".',
  ],
  [
    '2019-01-27 09:00',
    '2019-01-27 09:00 is in the past. The next such time is Wed 27 Jan 2027, 09:00 GMT: write "2027-01-27 09:00".',
  ],
  [
    '2024-02-29 09:00',
    '2024-02-29 09:00 is in the past. The next such time is Tue 29 Feb 2028, 09:00 GMT: write "2028-02-29 09:00".',
  ],
  [
    '2027-03-28 01:30',
    '2027-03-28 01:30 does not exist in Europe/London: the clocks go forward over it. The two nearest times are Sun 28 Mar 2027, 00:30 GMT and Sun 28 Mar 2027, 02:30 BST.',
  ],
  [
    '2027-10-31 01:30',
    '2027-10-31 01:30 exists twice in Europe/London, because the clocks go back. Choose one with --earlier or --later: Sun 31 Oct 2027, 01:30 BST or Sun 31 Oct 2027, 01:30 GMT.',
  ],
  ['5pm tomorow', '"tomorow" is not a word that I know. Did you mean "tomorrow"?'],
  ['in a few minutes', '"few" does not say exactly when.'],
])('refuses an unclear time in a script, with the reason first: %s', async (when, sentence) => {
  expect(await run(when)).toEqual({ code: 2, stdout: '', stderr: `error: ${sentence}\n` });
});

test('prints the readings with the error if --json is set', async () => {
  const { code, stdout, stderr } = await run('tomorrow at 9', '--json');
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(JSON.parse(stderr)).toEqual({
    error: '"at 9" may be before or after noon. Write "2026-11-24 09:00" or "2026-11-24 21:00".',
    readings: [
      { when: '2026-11-24 09:00', due: '2026-11-24T09:00:00Z' },
      { when: '2026-11-24 21:00', due: '2026-11-24T21:00:00Z' },
    ],
  });
});

test('help names no time that will be in the past', async () => {
  for (const args of [[], ['add'], ['move']]) {
    const { stdout } = await runRemindme([...args, '--help']);
    expect(stdout).toContain('tomorrow 9am');
    expect(stdout).not.toMatch(/\b20\d\d-\d\d-\d\d\b/);
  }
});
