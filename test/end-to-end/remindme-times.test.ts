import { emptyCache, rows, runRemindme } from '../support/run-remindme.ts';

const env = { XDG_CACHE_HOME: emptyCache() };
const run = (...args: string[]) => runRemindme(args, { env });
/** Adds a reminder of its own: nobody else has this text. */
const message = `${process.pid} ${Date.now()}`;

const HALF_HOUR = 1_800_000;

/** How far the clocks of a zone are ahead of UTC, in milliseconds. */
function offset(zone: string, at: number): number {
  const name = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName')?.value;
  const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(name ?? '') ?? ['', '+', '0', '0'];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

/** The middle of the next gap, or of the next overlap, as the clocks show it, and how far they jump. */
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

const ZONES = ['Europe/London', 'America/New_York', 'Australia/Lord_Howe'];
const instant = (milliseconds: number) => new Date(milliseconds).toISOString().replace('.000Z', 'Z');

test.each(ZONES)('a time that does not exist in %s is refused with the two nearest', async (zone) => {
  const { wall, wallAsUtc, before, after } = nextChange(zone, true);

  const refused = await run('add', message, wall, '--tz', zone, '--json');

  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(refused.stderr).toMatch(
    /^error: .* does not exist in .*: the clocks go forward over it[.] The two nearest times are .* and /,
  );
  // the sentence's two times, as text, are the same moment under the offset before and after
  for (const near of [wallAsUtc - (after - before), wallAsUtc + (after - before)]) {
    expect(refused.stderr).toContain(`, ${new Date(near).toISOString().slice(11, 16)} `);
  }
});

test.each(ZONES)('a time that exists twice in %s asks for one of them', async (zone) => {
  const { wall, wallAsUtc, before, after } = nextChange(zone, false);

  const refused = await run('add', message, wall, '--tz', zone);
  expect(refused).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringMatching(/exists twice in .*Choose one with --earlier or --later/),
  });

  const earlier = await run('add', message, wall, '--tz', zone, '--earlier', '--json');
  const later = await run('add', message, wall, '--tz', zone, '--later', '--json');
  expect(rows(earlier)[0]).toMatchObject({ zone, due: instant(wallAsUtc - before), created: true });
  expect(rows(later)[0]).toMatchObject({ zone, due: instant(wallAsUtc - after), created: true });
});

test('a day that was skipped in Pacific/Apia', async () => {
  expect(await run(message, '2011-12-30 09:00', '--tz', 'Pacific/Apia')).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringMatching(
      /leaves that day out there[.] The two nearest times are Thu 29 Dec 2011, 09:00 \S+ and Sat 31 Dec 2011, 09:00/,
    ),
  });
});

test('a leap day that is none', async () => {
  const thisYear = new Date().getUTCFullYear();
  const commonYear = [1, 2].map((more) => thisYear + more).find((year) => year % 4 !== 0);
  expect(await run(message, `${commonYear}-02-29 09:00`)).toMatchObject({
    code: 2,
    stdout: '',
    stderr: `error: 29 February ${commonYear} does not exist: February has 28 days. Give a date that exists.\n`,
  });
});

test('the end of the year', async () => {
  // in New York; a minute more, so that it is still to come
  const year = new Date(Date.now() - 5 * 3_600_000 + 60_000).getUTCFullYear();
  const added = await run(message, `${year}-12-31 23:59:59`, '--tz', 'America/New_York', '--json');
  expect(rows(added)[0]).toMatchObject({ due: `${year + 1}-01-01T04:59:59Z`, zone: 'America/New_York', created: true });
});

test('a date in the past offers the next such time', async () => {
  expect(await run(message, '2019-01-27 09:00:00', '--tz', 'Europe/London')).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringMatching(
      /is in the past[.] The next such time is \w{3} 27 Jan \d{4}, 09:00 GMT: write "\d{4}-01-27 09:00"/,
    ),
  });
});

test.each([
  ['tomorrow 9am sharp'],
  ['Monday 27 January 2027 9am, a tuesday'],
  ['31 February 9am'],
  ['25:00'],
  ['last friday 9am'],
])('half understood is refused: %s', async (when) => {
  expect(await run(message, when, '--json')).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringMatching(/^error: .*[.?]\n$/),
  });
});
