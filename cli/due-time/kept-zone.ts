import { realpathSync } from 'node:fs';
import { rememberSteadyClocks, type SteadyClocks } from '../../core/due-time/steady-clocks.ts';
import { readCached, writeCached } from '../cache-folder.ts';
import { clocksAt } from './moment.ts';

const FILE = 'zone.json';
const DAY = 86_400_000;
/**
 * The number of future days for which offsets are stored. The file is used for `DAYS_USED` days, and the offsets still cover a
 * year on the last of these days. For later times, Intl computes the offsets.
 */
const DAYS_AHEAD = 400;
const DAYS_USED = 30;
/** The number of past days for which offsets are stored. `steadyClocks` needs a margin of two days. */
const DAYS_BACK = 3;

/** The file's content: this computer's zone, and the zone's offsets from UTC. */
interface KeptZone {
  /** The settings that determine the zone. */
  readonly origin: string;
  readonly madeAt: number;
  readonly zone: string;
  readonly steady: readonly SteadyClocks[];
}

/** Returns the path of the system's zone file if `/etc/localtime` is a link to such a file, or else `undefined`. */
function linkedZone(): string | undefined {
  try {
    const file = realpathSync('/etc/localtime');
    return file.includes('/zoneinfo/') ? file : undefined; // the path of a copy stays the same if the zone changes
  } catch {
    return undefined;
  }
}

/**
 * Returns the settings that determine the computer's zone: TZ or the system's zone file, and the versions of Node and its zone
 * data. Returns `undefined` if the zone can change while these settings stay the same.
 */
function originOf(machine: string | undefined): string | undefined {
  // if TZ is the path of a file, the file may change while the path stays the same
  const source = machine === undefined ? linkedZone() : /^\w/.test(machine) ? machine : undefined;
  return source && `${process.version} ${process.versions['tz']} ${source}`;
}

function readKept(origin: string): KeptZone | undefined {
  try {
    const kept = JSON.parse(readCached(FILE)?.toString('utf8') ?? 'null') as KeptZone | null;
    const age = Date.now() - (kept?.madeAt ?? 0);
    return kept?.origin === origin && age >= 0 && age < DAYS_USED * DAY ? kept : undefined;
  } catch {
    return undefined; // the file is incomplete
  }
}

/**
 * Finds the periods in which a zone's offset and abbreviation stay the same. Compares each day with the day before, because
 * clocks never change twice within a day.
 */
export function findSteadyClocks(zone: string, now: number): readonly SteadyClocks[] {
  const found: SteadyClocks[] = [];
  for (let day = -DAYS_BACK; day <= DAYS_AHEAD; day += 1) {
    const to = now + day * DAY;
    const { offset, name } = clocksAt(to, zone);
    const hours = new Date(Math.abs(offset)).toISOString().slice(11, 16);
    const next = { from: to, to, offset: `${offset < 0 ? '-' : '+'}${hours}`, name };
    const last = found.at(-1);
    if (last?.offset === next.offset && last.name === name) {
      found[found.length - 1] = { ...last, to };
    } else {
      found.push(next);
    }
  }
  return found;
}

/**
 * Returns this computer's zone. Stores the zone and the zone's offsets in a file, because Intl takes 15 ms to find them.
 *
 * @param machine the environment variable TZ
 * @param find finds the zone if the file does not contain it
 */
export function keptZone(machine: string | undefined, find: () => string): string {
  const origin = originOf(machine);
  const kept = origin === undefined ? undefined : readKept(origin);
  const zone = kept?.zone ?? find();
  const now = Date.now();
  const steady = kept?.steady ?? (origin === undefined ? [] : findSteadyClocks(zone, now));
  rememberSteadyClocks(zone, steady);
  if (origin !== undefined && !kept) {
    writeCached(FILE, JSON.stringify({ origin, madeAt: now, zone, steady } satisfies KeptZone));
  }
  return zone;
}
