import { namedZone } from './named-zone.ts';
import { type Rule, rule } from './parts.ts';
import { ZONE_ABBREVIATIONS } from './words.ts';

type Groups = Record<string, string | undefined>;

function offsetOf({ sign, hours = '', minutes = '00' }: Groups): string | undefined {
  return Number(hours) > 14 || Number(minutes) > 59 ? undefined : `${sign}${hours.padStart(2, '0')}:${minutes}`;
}

function readOffset(groups: Groups) {
  const zone = offsetOf(groups);
  return zone === undefined
    ? `There is no offset ${groups['sign']}${groups['hours']}${groups['minutes'] ? `:${groups['minutes']}` : ''}: offsets go up to 14:00.`
    : ({ kind: 'zone', zone, needsIso: groups['utc'] === undefined && groups['sign'] === '-' } as const);
}

/** The rules for zones and offsets. */
export const ZONE_FORMS: readonly Rule[] = [
  rule('UTC', /utc|gmt|z/, 'utc|gmt|z', () => ({ kind: 'zone', zone: '+00:00' })),
  rule(
    'offset from UTC',
    /(?:utc|gmt) ?[+-]/,
    '(?<utc>utc|gmt) ?(?<sign>[+-])(?<hours>\\d{1,2})(?::?(?<minutes>\\d\\d))?',
    readOffset,
  ),
  rule('offset', /[+-]\d\d/, '(?<sign>[+-])(?<hours>\\d\\d):?(?<minutes>\\d\\d)', readOffset),
  rule('offset in hours', /\d[+-]\d\d/, '(?<=\\d)(?<sign>[+-])(?<hours>\\d\\d)', (groups) => {
    const meaning = readOffset(groups);
    return typeof meaning === 'string' ? meaning : { ...meaning, needsIso: true };
  }),
  rule('abbreviation', /[a-z]{3}/, '(?<name>[a-z]{3,4})', ({ name = '' }) => {
    const [offset, zone] = Object.hasOwn(ZONE_ABBREVIATIONS, name) ? (ZONE_ABBREVIATIONS[name] ?? []) : [];
    return zone === undefined || offset === undefined ? undefined : { kind: 'zone', zone, offset };
  }),
  rule('IANA zone', /[a-z]\//, '(?<zone>[a-z]+(?:_[a-z]+)*(?:/[a-z0-9]+(?:[-_+][a-z0-9]+)*)+)', (groups) => {
    const zone = namedZone(groups['zone'] ?? '');
    return zone === undefined ? undefined : { kind: 'zone', zone };
  }),
];
