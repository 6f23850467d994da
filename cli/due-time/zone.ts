import { realpathSync } from 'node:fs';
import { namedZone, similarZone } from '../../core/due-time/named-zone.ts';
import { EXIT, Failure } from '../failure.ts';
import { clean } from '../terminal/clean.ts';
import { keptZone } from './kept-zone.ts';

/** Suggests a zone whose name contains the given words, or else explains how to pass a zone. */
function suggestion(given: string): string {
  const similar = similarZone(given);
  return similar ? `Did you mean ${similar}?` : 'Pass one such as --tz Europe/London.';
}

/** Matches the start of a zone file's path, up to the zone's name. */
const ZONE_FOLDER = /^.*\/zoneinfo\/(?:posix\/|right\/)?/;

/** Returns the zone that Node uses. */
function runtimeZone(): string | undefined {
  const zone: string | undefined = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return zone === 'Etc/Unknown' ? undefined : zone;
}

/**
 * Derives a zone's name from the path of its zone file, or from the target of a link. If `/etc/localtime` is a copy of a zone
 * file, unsets TZ and returns the zone that Node finds.
 */
function zoneOfFile(path: string): string | undefined {
  if (ZONE_FOLDER.test(path)) {
    return namedZone(path.replace(ZONE_FOLDER, ''));
  }
  try {
    const file = realpathSync(path);
    if (ZONE_FOLDER.test(file)) {
      return namedZone(file.replace(ZONE_FOLDER, ''));
    }
  } catch {
    return undefined;
  }
  if (path !== '/etc/localtime') {
    return undefined;
  }
  delete process.env['TZ']; // the file is a copy of a zone file, and Node itself finds its zone only when TZ is not set
  return runtimeZone();
}

/**
 * Reads the variable TZ as POSIX defines it: a zone's name or the path of a zone file, with an optional colon before it. An
 * empty TZ means UTC. Returns `undefined` for an unknown name, and for a rule such as `CET-1CEST`.
 */
function zoneOfVariable(given: string): string | undefined {
  const name = given.trim().replace(/^:/, '');
  if (name === '') {
    return 'UTC';
  }
  return name.startsWith('/') ? zoneOfFile(name) : namedZone(name.replace(/^posix\//, ''));
}

/** Finds this computer's zone. */
function machineZone(machine: string | undefined): string {
  // read TZ here, because Node silently uses UTC if TZ is not a zone
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

/**
 * Returns the time zone in which to read and show times: the requested zone, or else this computer's zone.
 *
 * @param asked the option `--tz`
 * @throws Failure if the requested zone or this computer's zone is unknown
 */
export function chooseZone(asked: string | undefined): string {
  if (asked === undefined) {
    const machine = process.env['TZ'];
    return keptZone(machine, () => machineZone(machine));
  }
  const zone = namedZone(asked);
  if (zone === undefined) {
    throw new Failure(EXIT.usage, `There is no time zone called "${clean(asked)}". ${suggestion(asked)}`);
  }
  return zone;
}

/**
 * Checks `--tz` at once, and returns a function that returns the same zone as {@link chooseZone}. The function reads TZ only
 * when it is called, because some commands show no time.
 */
export function zoneForOutput(asked: string | undefined): () => string {
  const chosen = asked === undefined ? undefined : chooseZone(asked);
  return () => chosen ?? chooseZone(undefined);
}
