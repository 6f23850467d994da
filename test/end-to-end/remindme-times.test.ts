import { clockAhead, emptyCache, rows, runRemindme } from '../support/run-remindme.ts';

const env = { XDG_CACHE_HOME: emptyCache() };
const run = (...args: string[]) => runRemindme(args, { env });
/** A message that no other test file uses. */
const message = `${process.pid} ${Date.now()}`;

const HALF_HOUR = 1_800_000;

const ZONES = ['Europe/London', 'America/New_York', 'Australia/Lord_Howe'];
/** A formatter for each zone. The tests reuse them, because creating a formatter is slow. */
const FORMATS = new Map(
  ZONES.map((zone) => [zone, new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })]),
);

/** Returns the zone's offset from UTC at the given time, in milliseconds. */
function offset(zone: string, at: number): number {
  const name = FORMATS.get(zone)
    ?.formatToParts(at)
    .find(({ type }) => type === 'timeZoneName')?.value;
  const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(name ?? '') ?? ['', '+', '0', '0'];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

/**
 * Finds the zone's next clock change in the given direction, at least a day ahead. Returns the local time in the middle of the
 * gap or overlap, and the zone's offsets before and after the change.
 */
function nextChange(zone: string, forward: boolean) {
  let at = Math.ceil((Date.now() + 86_400_000) / HALF_HOUR) * HALF_HOUR;
  for (;;) {
    const [before, after] = [offset(zone, at - 1), offset(zone, at)];
    if (before !== after && after > before === forward) {
      const jump = Math.abs(after - before);
      const wall = at + Math.min(before, after) + jump / 2;
      return { wall: new Date(wall).toISOString().slice(0, 16).replace('T', ' '), wallAsUtc: wall, before, after };
    }
    at += HALF_HOUR;
  }
}

const instant = (milliseconds: number) => new Date(milliseconds).toISOString().replace('.000Z', 'Z');

test.each(ZONES)('refuses a time that does not exist in %s, and names the two nearest times', async (zone) => {
  const { wall, wallAsUtc, before, after } = nextChange(zone, true);

  const refused = await run('add', message, wall, '--tz', zone);

  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(refused.stderr).toMatch(
    /^error: .* does not exist in .*: the clocks go forward over it[.] The two nearest times are .* and /,
  );
  // the two nearest times use the offsets before and after the change
  for (const near of [wallAsUtc - (after - before), wallAsUtc + (after - before)]) {
    expect(refused.stderr).toContain(`, ${new Date(near).toISOString().slice(11, 16)} `);
  }
});

test.each(ZONES)('asks which time is meant if it exists twice in %s', async (zone) => {
  expect(await run('add', message, nextChange(zone, false).wall, '--tz', zone)).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringMatching(/exists twice in .*Choose one with --earlier or --later/),
  });
});

test('accepts either of the two meanings of a time that exists twice', async () => {
  // use the zone whose clocks go back first: another zone's change can be 371 days ahead, but executions wait for at most 365
  const [soonest] = ZONES.map((zone) => ({ zone, ...nextChange(zone, false) })).sort(
    (one, other) => one.wallAsUtc - other.wallAsUtc,
  );
  const { zone = '', wall = '', wallAsUtc = 0, before = 0, after = 0 } = soonest ?? {};

  const earlier = await run('add', message, wall, '--tz', zone, '--earlier', '--json');
  const later = await run('add', message, wall, '--tz', zone, '--later', '--json');
  expect(rows(earlier)[0]).toMatchObject({ zone, due: instant(wallAsUtc - before), created: true });
  expect(rows(later)[0]).toMatchObject({ zone, due: instant(wallAsUtc - after), created: true });
});

test('refuses a day that Pacific/Apia skipped', async () => {
  expect(await run(message, '2011-12-30 09:00', '--tz', 'Pacific/Apia')).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringMatching(/^error: 2011-12-30 09:00 is in the past[.] The next such time is \w{3} 30 Dec/),
  });
});

test('refuses 29 February in a common year', async () => {
  const thisYear = new Date().getUTCFullYear();
  const commonYear = [1, 2].map((more) => thisYear + more).find((year) => year % 4 !== 0);
  expect(await run(message, `${commonYear}-02-29 09:00`)).toMatchObject({
    code: 2,
    stdout: '',
    stderr: `error: 29 February ${commonYear} does not exist: February has 28 days.\n`,
  });
});

test('accepts the end of the year', async () => {
  // set the clock to December, so that the end of this year is a known date
  const inDecember = clockAhead(Math.round((Date.parse('2026-12-01T12:00:00Z') - Date.now()) / 1_000));
  const args = [message, '2026-12-31 23:59:59', '--tz', 'America/New_York', '--dry-run', '--json'];
  const planned = await runRemindme(args, { env: { ...env, ...inDecember } });
  expect(rows(planned)[0]).toMatchObject({ due: '2027-01-01T04:59:59Z', zone: 'America/New_York', dryRun: true });
});

test('offers the next possible time for a date in the past', async () => {
  // use the 15th, which every month has
  const today = new Date();
  const next = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + 1, 15)).toISOString().slice(0, 10);

  const refused = await run(message, `2019${next.slice(4)} 09:00:00`, '--tz', 'Europe/London');

  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(refused.stderr).toMatch(
    /is in the past[.] The next such time is \w{3} 15 \w{3} \d{4}, 09:00 (GMT|BST): write/,
  );
  expect(refused.stderr).toContain(`write "${next} 09:00"`);
});

test.each([
  ['tomorrow 9am maybe'],
  ['Monday 27 January 2027 9am, a tuesday'],
  ['31 February 9am'],
  ['25:00'],
  ['last friday 9am'],
])('refuses what it understands only in part: %s', async (when) => {
  expect(await run(message, when, '--json')).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringMatching(/^error: .*[.?]\n$/),
  });
});
