import { clockAhead, runRemindme } from '../support/run-remindme.ts';
import { aws, ID } from './with-fake-aws.ts';

/** Seconds from now until noon UTC of a day in July, when London's clocks are an hour ahead. */
const toJuly = (Date.UTC(2027, 6, 1, 12) - Date.now()) / 1_000;

describe('TZ', () => {
  const runWith = (TZ: string | undefined, ...args: string[]) =>
    runRemindme(args, { env: { ...aws.env, ...clockAhead(toJuly), TZ } });

  test.each([
    ['', 'UTC'],
    [':', 'UTC'],
    ['utc', 'UTC'],
    ['UTC', 'UTC'],
    [':Europe/London', 'BST'],
    ['europe/london', 'BST'],
    ['posix/Europe/London', 'BST'],
    ['/usr/share/zoneinfo/Europe/London', 'BST'],
    [':/usr/share/zoneinfo/posix/Europe/London', 'BST'],
    [':/nowhere/zoneinfo/America/New_York', 'EDT'],
  ])('"%s" is a time zone: %s', async (TZ, name) => {
    const { code, stdout, stderr } = await runWith(TZ, 'x', 'tomorrow', '9am', '--dry-run');
    const hour = { UTC: 9, BST: 8, EDT: 13 }[name];
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining(`Fri 2 Jul 2027, 09:00 ${name} (`) });
    expect(stdout).toContain(`"2027-07-02T${String(hour).padStart(2, '0')}:00:00Z"`);
  });

  test.each(['/etc/localtime', ':/etc/localtime'])('%s is the zone of the machine', async (TZ) => {
    expect(await runWith(TZ, 'x', 'tomorrow 9am', '--dry-run')).toEqual(
      await runWith(undefined, 'x', 'tomorrow 9am', '--dry-run'),
    );
  });

  test('rules without a name are refused only if a zone is needed', async () => {
    aws.add({ name: ID });
    const refused = {
      code: 2,
      stdout: '',
      stderr:
        'error: The environment variable TZ is "CET-1CEST", which is not a time zone. Set it to one such as Europe/London, or pass --tz.\n',
    };
    expect(await runWith('CET-1CEST', 'x', 'tomorrow 9am')).toEqual(refused);
    expect(await runWith('CET-1CEST', 'x', 'tomorrow 9am', '--tz', 'Europe/London')).toMatchObject({ code: 0 });
    for (const args of [
      ['list', '--json'],
      ['list', '--quiet'],
      ['show', ID, '--json'],
      ['cancel', ID],
    ]) {
      expect(await runWith('CET-1CEST', ...args)).toMatchObject({ code: 0 });
    }
  });
});

test.each(['/proc/self', '/dev/null'])('a home in which nothing can be written does not matter: %s', async (HOME) => {
  const env = { ...aws.env, HOME, XDG_CACHE_HOME: undefined };
  expect(await runRemindme(['x', 'PT1H', '--quiet'], { env })).toMatchObject({ code: 0, stderr: '' });
});
