import { editDistance } from '../text/edit-distance.ts';
import { type FoldedPhrase, fold } from './fold.ts';
import type { Part } from './parts.ts';
import type { Phrase } from './phrase.ts';
import type { DueTime } from './result.ts';
import type { Split } from './split-phrase.ts';
import {
  MONTHS,
  NAMED_TIMES,
  NEAR_DAYS,
  NUMBERS,
  ORDINALS,
  PARTS_OF_DAY,
  UNITS,
  unreadableKind,
  WEEKDAYS,
  ZONE_ABBREVIATIONS,
} from './words.ts';

const WHY = {
  repeated: 'comes more than once, and a due time is one moment',
  past: 'looks back',
  vague: 'does not say exactly when',
  span: 'makes it a span of time, not one moment',
  zone: 'stands for more than one time zone',
} as const;

const CONNECTING =
  'in at on by the of a an and next this coming end past to half quarter tonight now time same am pm o clock month week year weekend later please sharp utc gmt';
const TABLES = [WEEKDAYS, MONTHS, NUMBERS, ORDINALS, UNITS, PARTS_OF_DAY, NAMED_TIMES, NEAR_DAYS];

/** Checks whether a word, a number or a punctuation mark occurs in the grammar. */
function isKnown(word: string): boolean {
  return (
    /^(?:\d+(?:[.,:/h]\d+)*[a-z]{0,2}|[,.:+@/'-])$/.test(word) ||
    CONNECTING.split(' ').includes(word) ||
    TABLES.some((table) => Object.hasOwn(table, word))
  );
}

/**
 * Finds a word of the grammar that is at most one edit away from a mistyped word, or two if the mistyped word has at least 8
 * letters. Considers only words of at least 5 letters. Returns `undefined` if there is none.
 */
export function meantWord(word: string): string | undefined {
  if (!/^[a-z]{5,20}$/.test(word)) {
    return undefined;
  }
  const mostChanges = word.length < 8 ? 1 : 2;
  // compare the lengths first, which is fast: the edit distance is at least their difference
  const isNear = (known: string) => known.length >= 5 && Math.abs(known.length - word.length) <= mostChanges;
  return TABLES.flatMap((table) => Object.keys(table)).find(
    (known) => isNear(known) && editDistance(word, known) <= mostChanges,
  );
}

/** Returns a refusal for a phrase whose parts are in the grammar but do not fit together. */
function refuseUnrelated({ refuse, show, shown }: Phrase, text: string, parts: readonly Part[]): DueTime {
  const hasClock = parts.some(({ meaning: { kind } }) => kind === 'clock' || kind === 'same-time');
  for (const part of parts) {
    const { meaning } = part;
    if (meaning.kind === 'distance' && hasClock && (meaning.link === 'after' || meaning.link === 'before')) {
      const reason =
        meaning.distance.milliseconds > 0
          ? `${show(part)} counts hours from another time. Give the time itself.`
          : `${show(part)} counts from a day, not from a time. Give the day.`;
      return refuse(part, reason);
    }
    if (meaning.kind === 'zone') {
      return refuse(
        part,
        hasClock
          ? `${show(part)} must follow the time of day.`
          : `${show(part)} is a time zone, but the phrase has no time of day.`,
      );
    }
    if (meaning.kind === 'year' && parts.length > 1) {
      return refuse(part, `${show(part)} may be a year, but there is no day and month that it belongs to.`);
    }
    if ((meaning.kind === 'now' || meaning.kind === 'instant') && parts.length > 1) {
      return refuse(part, `${show(part)} is a moment already. Leave out the other words.`);
    }
    if (meaning.kind === 'courtesy') {
      const where = meaning.after === 'clock' ? 'follow a time of day' : 'stand at the end';
      return refuse(part, `${show(part)} must ${where}.`);
    }
  }
  const alone = /^\d+$/.test(text) ? 'may be an hour, a day or a number of minutes' : 'does not say exactly when';
  return refuse({ start: 0, end: text.length }, `${shown} ${alone}.`);
}

/** Returns a refusal that explains why a phrase cannot be read, and quotes the first word that does not fit. */
export function refuseUnread(phrase: Phrase, { text }: FoldedPhrase, split: Split): DueTime {
  const { reached, before, impossible } = split;
  const isPartlyRead = before.length > 0;
  const { refuse } = phrase;
  const furthest = [...impossible].sort((one, other) => other.end - one.end)[0];
  if (furthest !== undefined && furthest.end >= reached) {
    return refuse(furthest, furthest.problem);
  }
  if (reached >= text.length) {
    return refuseUnrelated(phrase, text, split.ways[0] ?? []);
  }
  const rest = text.slice(reached);
  const words = [...rest.matchAll(/\d+[.,:]\d+|[\p{L}\p{N}'/]+|[^\s]/gu)].map((match) => ({
    word: match[0],
    start: reached + match.index,
    end: reached + match.index + match[0].length,
  }));
  const [first] = words as [(typeof words)[number]];
  const isUnread = words.some(({ word }) => unreadableKind(word) === undefined && !isKnown(word));
  const unknown = words.find(({ word }) => unreadableKind(word) !== undefined || !isKnown(word));
  const named = unknown ?? first;
  const { word } = named;
  const shown = phrase.show(named);

  const [, negative, unitless, comma] = /^(?:in )?(?:(-) ?\d|(\d+(?::\d+)?)$|(\d+,\d+) )/.exec(rest) ?? [];
  if (negative) {
    return refuse(
      named,
      isPartlyRead
        ? `${phrase.show(first)} makes it a span of time, not one moment.`
        : `${phrase.shown} goes back in time.`,
    );
  }
  if (unitless && rest.startsWith('in ')) {
    const unit = unitless.includes(':') ? 'hours' : 'minutes';
    return refuse(words[1] ?? first, `"${unitless}" has no unit: write "in ${unitless} ${unit}", or another.`);
  }
  if (comma) {
    // in English, a comma before three digits stands for thousands
    const number = /^[1-9]\d{0,2},\d{3}$/.test(comma) ? comma.replace(',', '') : comma.replace(',', '.');
    return refuse(words[1] ?? first, `"${comma}" is not read as a number: write "${number}".`);
  }
  const span = /^\S*\d[a-z.]* ?- ?\d/.exec(rest);
  if (span && !isUnread) {
    return refuse(
      { start: reached, end: reached + span[0].length },
      `${phrase.shown} is a span of time, not one moment.`,
    );
  }
  const kind = unreadableKind(word);
  if (kind !== undefined) {
    return { ...refuse(named, `${shown} ${WHY[kind]}.`), isUnread };
  }
  const meant = meantWord(word);
  if (unknown !== undefined && meant !== undefined) {
    return { ...refuse(named, `${shown} is not a word that I know. Did you mean "${meant}"?`), meant };
  }
  if (isPartlyRead) {
    const understood = phrase.show({ start: 0, end: before.at(-1)?.end ?? 0 });
    return { ...refuse(named, `I understand ${understood}, but not ${shown}.`), isUnread };
  }
  const reason = unknown ? `${shown} is not a word that I know.` : `${phrase.shown} does not say exactly when.`;
  return { ...refuse(named, reason), isUnread };
}

const FURTHER_WORDS =
  "right hence quarters z o'clock a.m p.m tonite nite hourly nightly biweekly mornings afternoons evenings nights weekends";

/** Checks whether a word can occur in a due time, or is refused there for a known reason, such as `ago`. */
export function isDueTimeWord(word: string): boolean {
  const text = fold(word).text.replace(/[,:;!?]+$/, '');
  return (
    isKnown(text) ||
    unreadableKind(text) !== undefined ||
    Object.hasOwn(ZONE_ABBREVIATIONS, text) ||
    FURTHER_WORDS.split(' ').includes(text)
  );
}
