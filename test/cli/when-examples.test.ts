import { readWhen } from '../../cli/due-time/due-time.ts';
import { WhenRefused } from '../../cli/due-time/refused-phrases.ts';
import { runRemindme } from '../support/run-remindme.ts';
import { REFUSED } from './when-cases.ts';

/** Days on which an example that is written down once would be over, or have another date. */
const NOWS = ['2026-11-23T07:30:10Z', '2027-01-26T23:30:00Z', '2027-01-28T00:30:00Z', '2028-02-29T12:00:00Z'].concat([
  '2030-06-15T08:59:59Z',
  '2030-12-31T23:59:59Z',
]);
const ZONES = ['UTC', 'Europe/London', 'Australia/Lord_Howe', 'Pacific/Kiritimati'];

/** What a refusal says to write: in quotes, or a duration behind these words; choices of a day with its date among them. */
function examplesOf(sentence: string): string[] {
  const [, advice = ''] = /(?:such as|[Ww]rite(?: it as| one such as)?) ((?:"|PT?\d|\d{4}-).*)$/.exec(sentence) ?? [];
  const [, rfc3339] = /RFC 3339 \((.*?)\)/.exec(sentence) ?? [];
  const found = [...advice.matchAll(/"(.*?)"|\bPT?\d\w*/g)].map(([whole, quoted]) => quoted ?? whole);
  return rfc3339 === undefined ? found : [...found, rfc3339];
}

function refusal(text: string, zone: string, now: number): string | undefined {
  try {
    readWhen(text, { now, zone });
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(WhenRefused);
    return (error as Error).message;
  }
}

describe.each(NOWS)('at %s', (at) => {
  const now = Date.parse(at);

  test.each(ZONES)('each example that a refusal gives is understood in %s', (zone) => {
    const refused = [...REFUSED.map(([, text]) => text), '', 'in a month and a day', 'P1M', 'soon', '2019-01-27'];
    const given = refused.flatMap((text) => examplesOf(refusal(text, zone, now) ?? '').map((each) => [text, each]));
    expect(given.length).toBeGreaterThan(200);
    const notUnderstood = given.filter(([, example = '']) => refusal(example, zone, now) !== undefined);
    expect(notUnderstood.map(([text, example]) => `${text}: ${example}`)).toEqual([]);
  });
});

test('a distance backwards is refused for that, with and without "in"', () => {
  const now = Date.parse('2026-11-23T07:30:10Z');
  for (const text of ['-5 minutes', 'in -5 minutes', 'in -1 day']) {
    expect(refusal(text, 'UTC', now)).toBe(`"${text}" goes back in time. Give a time that is still to come.`);
  }
});

test('help names no time that will be over', async () => {
  for (const args of [[], ['add'], ['move']]) {
    const { stdout } = await runRemindme([...args, '--help']);
    expect(stdout).toContain('tomorrow 9am');
    expect(stdout).not.toMatch(/\b20\d\d-\d\d-\d\d\b/);
  }
});
