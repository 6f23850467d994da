import { realpathSync } from 'node:fs';
import { EXIT, Failure } from '../failure.ts';
import { clean } from '../terminal/clean.ts';

/** Zones that end in the word that was given: Europe/London for `london`. */
function suggestion(given: string): string {
  const word = given.trim().replace(/\s+/g, '_').toLowerCase();
  const found = Intl.supportedValuesOf('timeZone').filter((zone) => zone.toLowerCase().split('/').includes(word));
  return found[0] ? `Did you mean ${found[0]}?` : 'Pass one such as --tz Europe/London.';
}

/** Short names of zones that mean one zone only; EST, CST, IST and BST do not. */
const CLEAR_SHORT_NAMES = ['UTC', 'GMT', 'WET', 'CET', 'MET', 'EET'];

/** The name of a zone, in its own upper and lower case; `undefined` if there is none of that name. */
function known(zone: string): string | undefined {
  // the runtime takes offsets such as +01:00 too, which have no summer time: a zone is a name
  if (!/^[A-Za-z]/.test(zone) || (/^[A-Za-z]{3}$/.test(zone) && !CLEAR_SHORT_NAMES.includes(zone.toUpperCase()))) {
    return undefined;
  }
  try {
    const found = new Intl.DateTimeFormat('en-GB', { timeZone: zone }).resolvedOptions().timeZone;
    // for an alias it answers another name: Asia/Calcutta for Asia/Kolkata; the person's own name is right too
    return found.toLowerCase() === zone.toLowerCase() ? found : zone;
  } catch {
    return undefined;
  }
}

/** The folder of the zones' files, as a path in TZ names it. */
const ZONE_FOLDER = /^.*\/zoneinfo\/(?:posix\/|right\/)?/;

/** The zone of the runtime itself. */
function runtimeZone(): string | undefined {
  const zone: string | undefined = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return zone === 'Etc/Unknown' ? undefined : zone;
}

/** The zone that a file means: the name of the file, or of what it links to. */
function zoneOfFile(path: string): string | undefined {
  if (ZONE_FOLDER.test(path)) {
    return known(path.replace(ZONE_FOLDER, ''));
  }
  try {
    const file = realpathSync(path);
    if (ZONE_FOLDER.test(file)) {
      return known(file.replace(ZONE_FOLDER, ''));
    }
  } catch {
    return undefined;
  }
  if (path !== '/etc/localtime') {
    return undefined;
  }
  delete process.env['TZ']; // a copy of a zone's file: without TZ the runtime finds out which
  return runtimeZone();
}

/**
 * Reads TZ as POSIX describes it: a name, or a path to a zone's file, each perhaps after a colon. An empty one is UTC.
 * Rules such as `CET-1CEST` are not zones: they have no name.
 */
function zoneOfVariable(given: string): string | undefined {
  const name = given.trim().replace(/^:/, '');
  if (name === '') {
    return 'UTC';
  }
  return name.startsWith('/') ? zoneOfFile(name) : known(name.replace(/^posix\//, ''));
}

/**
 * The time zone of a person's times: the one that was asked for, or the machine's.
 *
 * @param asked the option `--tz`
 * @param machine the environment variable TZ
 * @throws Failure if there is no such zone, or the machine does not say its zone
 */
export function chooseZone(asked: string | undefined, machine: string | undefined): string {
  if (asked !== undefined) {
    const zone = known(asked);
    if (zone === undefined) {
      throw new Failure(EXIT.usage, `There is no time zone called "${clean(asked)}". ${suggestion(asked)}`);
    }
    return zone;
  }
  // if TZ is not a zone, the runtime silently uses UTC
  const zone = machine === undefined ? runtimeZone() : zoneOfVariable(machine);
  if (zone !== undefined) {
    return zone;
  }
  if (machine !== undefined) {
    throw new Failure(EXIT.usage, `The environment variable TZ is "${clean(machine)}", which is not a time zone.`, {
      next: 'Set it to one such as Europe/London, or pass --tz.',
    });
  }
  throw new Failure(EXIT.usage, 'This machine does not say which time zone it is in. Pass one: --tz Europe/London.');
}

/** The same for output that may need no zone: reads TZ only when the zone is used. Refuses a wrong `--tz` at once. */
export function zoneForOutput(asked: string | undefined): () => string {
  const chosen = asked === undefined ? undefined : chooseZone(asked, undefined);
  return () => chosen ?? chooseZone(undefined, process.env['TZ']);
}
