import { EXIT, Failure } from '../failure.ts';
import { clean } from '../terminal/clean.ts';

/** Zones that end in the word that was given: Europe/London for `london`. */
function suggestion(given: string): string {
  const word = given.trim().replace(/\s+/g, '_').toLowerCase();
  const found = Intl.supportedValuesOf('timeZone').filter((zone) => zone.toLowerCase().split('/').includes(word));
  return found[0] ? `Did you mean ${found[0]}?` : 'Pass one such as --tz Europe/London.';
}

/** Short names that the runtime takes for a zone and that mean one thing only; EST, CST, IST and BST do not. */
const CLEAR_SHORT_NAMES = ['UTC', 'GMT', 'WET', 'CET', 'MET', 'EET'];

/** The name of a zone, in its own upper and lower case; `undefined` where there is none of that name. */
function known(zone: string): string | undefined {
  // the runtime takes offsets such as +01:00 too, which have no summer time: a zone is a name
  if (!/^[A-Za-z]/.test(zone) || (/^[A-Za-z]{3}$/.test(zone) && !CLEAR_SHORT_NAMES.includes(zone.toUpperCase()))) {
    return undefined;
  }
  try {
    const found = new Intl.DateTimeFormat('en-GB', { timeZone: zone }).resolvedOptions().timeZone;
    // for an alias it answers another name: Asia/Calcutta for Asia/Kolkata; what the person wrote is as right
    return found.toLowerCase() === zone.toLowerCase() ? found : zone;
  } catch {
    return undefined;
  }
}

/**
 * The time zone that a person's times are in: what was asked for, else the machine's.
 *
 * @param asked the option `--tz`
 * @param machine the environment variable TZ
 * @throws Failure where there is no such zone, or the machine does not say which it is in
 */
export function chooseZone(asked: string | undefined, machine: string | undefined): string {
  if (asked !== undefined) {
    const zone = known(asked);
    if (zone === undefined) {
      throw new Failure(EXIT.usage, `There is no time zone called "${clean(asked)}". ${suggestion(asked)}`);
    }
    return zone;
  }
  // a TZ that is no zone makes the runtime answer UTC, or nothing, without a word
  if (machine !== undefined && known(machine.replace(/^:/, '')) === undefined) {
    throw new Failure(
      EXIT.usage,
      `The environment variable TZ is "${clean(machine)}", which is not a time zone. Set it to one, or pass --tz Europe/London.`,
    );
  }
  const zone: string | undefined = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!zone || zone === 'Etc/Unknown') {
    throw new Failure(EXIT.usage, 'This machine does not say which time zone it is in. Pass one: --tz Europe/London.');
  }
  return zone;
}
