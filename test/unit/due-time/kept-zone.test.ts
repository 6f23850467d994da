import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { findSteadyClocks, keptZone } from '../../../cli/due-time/kept-zone.ts';
import { clocksAt, formatMoment } from '../../../cli/due-time/moment.ts';
import { momentsOf, onClocks } from '../../../core/due-time/calendar.ts';
import { rememberSteadyClocks, steadyClocks } from '../../../core/due-time/steady-clocks.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 29, 12);

/**
 * Zones whose clocks change in different ways: by half an hour, for Ramadan, in the southern summer, by two hours, or never.
 */
const ZONES = [
  ...['Europe/London', 'America/St_Johns', 'Australia/Lord_Howe', 'Africa/Casablanca', 'Pacific/Chatham'],
  ...['Antarctica/Troll', 'Asia/Kathmandu', 'Pacific/Kiritimati', 'America/Santiago', 'Asia/Gaza', 'UTC'],
];

describe('the steady clocks of a zone', () => {
  afterEach(() => {
    for (const zone of ZONES) {
      rememberSteadyClocks(zone, []);
    }
  });

  it.each(ZONES)('of %s do not change any result', (zone) => {
    const steady = findSteadyClocks(zone, NOW);
    const answers = (moment: number) => {
      const here = onClocks(moment, zone);
      const wall = here.toPlainDateTime();
      return {
        offset: here.offset,
        wall: wall.toString(),
        moments: momentsOf(wall, zone),
        shown: formatMoment(moment, zone),
      };
    };
    const random = fc.integer({ min: NOW - 10 * DAY, max: NOW + 410 * DAY });
    const changes = steady.map(({ to }) => fc.integer({ min: to - 4 * DAY, max: to + 4 * DAY }));
    fc.assert(
      fc.property(fc.oneof(random, ...changes), (moment) => {
        rememberSteadyClocks(zone, []);
        const expected = answers(moment);
        rememberSteadyClocks(zone, steady);
        expect(answers(moment)).toEqual(expected);
        // also compare the results for a local time that the clocks may skip
        const wall = Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO('UTC').toPlainDateTime();
        const found = momentsOf(wall, zone);
        rememberSteadyClocks(zone, []);
        expect(found).toEqual(momentsOf(wall, zone));
      }),
      { numRuns: 300 },
    );
  });

  it('are known for almost every day of the next year, in every zone', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Intl.supportedValuesOf('timeZone')), (zone) => {
        rememberSteadyClocks(zone, findSteadyClocks(zone, NOW));
        const days = Array.from({ length: 366 + 30 }, (_, day) => NOW + day * DAY);
        const known = days.filter((day) => {
          const clocks = steadyClocks(day, zone);
          return clocks && expect(clocks.name).toBe(clocksAt(day, zone).name) === undefined;
        });
        rememberSteadyClocks(zone, []);
        expect(days.length - known.length).toBeLessThanOrEqual(4 * 6);
      }),
      { numRuns: 15 },
    );
  });
});

describe("the machine's zone", () => {
  const folder = mkdtempSync(join(tmpdir(), 'remindme-zone-'));
  const file = join(folder, 'remindme', 'zone.json');
  const before = process.env['XDG_CACHE_HOME'];

  beforeEach(() => {
    process.env['XDG_CACHE_HOME'] = folder;
    rmSync(file, { force: true });
  });
  afterAll(() => {
    if (before === undefined) {
      delete process.env['XDG_CACHE_HOME'];
    } else {
      process.env['XDG_CACHE_HOME'] = before;
    }
    rmSync(folder, { recursive: true });
  });

  /** Returns true if `keptZone` determines the zone instead of reading it from the file. */
  function isFound(machine: string, zone: string): boolean {
    const find = jest.fn(() => zone);
    expect(keptZone(machine, find)).toBe(zone);
    return find.mock.calls.length > 0;
  }

  it('is determined once, and again if TZ changes', () => {
    expect(isFound('europe/paris', 'Europe/Paris')).toBe(true);
    expect(isFound('europe/paris', 'Europe/Paris')).toBe(false);
    expect(isFound('Asia/Tokyo', 'Asia/Tokyo')).toBe(true);
  });

  it('is determined again after a month, if the clock was set back, or if the file is incomplete', () => {
    const changes: ((kept: string) => string)[] = [
      (kept) => JSON.stringify({ ...JSON.parse(kept), madeAt: Date.now() - 31 * DAY }),
      (kept) => JSON.stringify({ ...JSON.parse(kept), madeAt: Date.now() + DAY }),
      (kept) => kept.slice(0, 100),
    ];
    isFound('Asia/Tokyo', 'Asia/Tokyo');
    for (const change of changes) {
      writeFileSync(file, change(readFileSync(file, 'utf8')));
      expect(isFound('Asia/Tokyo', 'Asia/Tokyo')).toBe(true);
    }
  });

  it('is determined each time if TZ is a path, because the file may change', () => {
    expect(isFound(':/etc/localtime', 'Asia/Tokyo')).toBe(true);
    expect(isFound(':/etc/localtime', 'Asia/Tokyo')).toBe(true);
  });
});
